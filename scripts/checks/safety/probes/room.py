"""What if there is no room for the payload?"""

import multiprocessing
import os
import time

from checks.safety import exhaustion, leftovers, memory_limit
from checks.safety.probe import Died, Untried, finding, format_error, format_exit, probe
from checks.safety.shared_subject import try_to

PATIENCE = 10  # seconds for each step


def first_and_last(here):
    return here.read(0), here.read(here.payload.length - 1)


def create_without_room(subject, connection):
    """The creator's life: start, have no room from then on, create. It says what it has started, then what it found."""
    try:
        data = subject.payload.make()
        subject.start()
        started = {pid: name for pid, name in leftovers.processes().items() if pid != os.getppid()}
        exhaustion.exhaust(subject, started)
    except Exception as error:
        why = str(error) if isinstance(error, Untried) else f"it can't be left without room here: {format_error(error)}"
        connection.send(finding("untried", why))
        return
    connection.send(started)
    connection.send(created_and_read(subject, data))
    time.sleep(2 * PATIENCE)  # until the probe has seen who is alive


def created_and_read(subject, data):
    taken, why = try_to(subject.create, data)
    if not taken:
        return finding("refused", why)
    try:
        seen = subject.ask(first_and_last)
    except Died as end:
        return finding("crash", f"a process that attached to it {format_exit(end.status)}")
    except Exception as error:
        return finding("refused", f"it was taken, and can't be read: {format_error(error)}")
    right = subject.payload.item(0), subject.payload.item(subject.payload.length - 1)
    if seen != right:
        return finding("no", f"read {seen} instead of {right}")
    # It lies where nothing was limited, and so has not been asked.
    return finding("untried", f"all {subject.payload.size} bytes were held, though it says that they lie there")


def heard(connection, process):
    """What the creator says, or None: it has died, or says nothing in time."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        alive = process.is_alive()  # asked first: what it said before it died is still there
        if connection.poll(0.05):
            try:
                return connection.recv()
            except EOFError:
                process.join(1)
                return None
        if not alive:
            return None
    return None


def ending(subject, started, process, found):
    """The finding, where a process has ended or the creator waits for ever; else what the creator found."""
    there = leftovers.processes()
    ended = [f"its process {name} ended" for pid, name in started.items() if pid not in there]
    if not process.is_alive():  # whom it has started may have followed it
        ended = [f"the creator {format_exit(process.exitcode)}"]
    killed = "folder" in subject.spec["memory"] and memory_limit.kills(subject.spec["memory"])
    if not ended and found is not None and found["answer"] != "crash":
        return found
    if found is not None:
        ended.append(found["evidence"])
    answer = "killed" if killed else "crash" if ended else "hang"
    waits = ["the creator waits in vain"] if found is None and process.is_alive() else []
    return finding(answer, "; ".join(ended + waits))


@probe(
    "no room left",
    "What comes of a payload that has no room where the mechanism keeps it? (Killed: by the kernel, as is whatever "
    "outgrows its memory. A crash: another end.)",
    "python/cpython#114390: SharedMemory crashes on linux with SIGBUS on insufficient shm; tmpfs(5), proc(5): shmall, "
    "cgroups(7), Redis, maxmemory",
    ("read_item",),
    size=exhaustion.SIZE,
    limits_memory=True,
)
def no_room(subject):
    subject.needs(2)
    exhaustion.prepare(subject)
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("fork").Process(target=create_without_room, args=(subject, theirs))
    process.start()
    theirs.close()
    started = heard(ours, process)
    if started is None:
        raise Untried("the creator ended before there was no room")
    if "answer" in started:
        return started
    found = ending(subject, started, process, heard(ours, process))
    where = " and ".join(subject.kind.backing)
    return dict(found, evidence="no room in {}: {}".format(where, found["evidence"]))
