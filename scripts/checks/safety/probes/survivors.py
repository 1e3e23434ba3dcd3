"""What survives when processes are killed?"""

import json
import os
import select
import signal

from checks.safety import leftovers, unrelated_processes
from checks.safety.probe import finding, probe

SOON = 4  # seconds: for a child that only has to read
TRACKER = (
    "multiprocessing, Contexts and start methods: the resource tracker unlinks what a killed process leaked; "
    "bpo-36867: Make semaphore_tracker track other system resources"
)
READ_ITEM = ("read_item",)


def last_words(creator):
    """What the killed creator's child says, or None when it says nothing."""
    if not select.select([creator.stdout], [], [], SOON)[0]:
        return None
    line = os.read(creator.stdout.fileno(), 4096).decode()
    return json.loads(line.splitlines()[0]) if line else None


def kill_all():
    """Everybody but the first process of this private place and this one; the kernel leaves these two out itself."""
    os.kill(-1, signal.SIGKILL)


@probe(
    "creator killed",
    "Can an attached process read on when the creator is killed?",
    "shm_open(3), mmap(2): what is mapped lives as long as its last user; "
    "python/cpython#13451: Make SharedMemoryManager release its resources if its parent process dies",
    READ_ITEM,
)
def creator_killed(subject):
    creator = unrelated_processes.creator(subject)
    creator.kill()
    words, right = last_words(creator), repr(subject.payload.item(subject.place(unrelated_processes.PLACE)))
    creator.wait()
    if words is None:
        return finding("no", f"the attached child gave no answer within {SOON} s")
    if "error" in words:
        return finding("no", words["error"])
    return finding("yes" if words["read"] == right else "no", "it read {}".format(words["read"]))


@probe(
    "leak of one", "Is anything left when the creator is killed and the others end by themselves?", TRACKER, READ_ITEM
)
def leak_of_one(subject):
    creator = unrelated_processes.creator(subject)
    creator.kill()
    last_words(creator)
    creator.wait()
    things = leftovers.settled()
    return finding("yes" if things else "no", leftovers.format_leftovers(things))


@probe("leak of all", "Is anything left when all its processes are killed at once?", TRACKER, READ_ITEM)
def leak_of_all(subject):
    creator = unrelated_processes.creator(subject)
    kill_all()
    creator.wait()
    things = leftovers.settled()
    return finding("yes" if things else "no", leftovers.format_leftovers(things))
