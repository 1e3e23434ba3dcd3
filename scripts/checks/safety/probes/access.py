"""Who may read it?"""

import os
import stat

from checks.safety import leftovers, unrelated_processes
from checks.safety.probe import Untried, finding, probe

READ_ITEM = ("read_item",)
MOST = 4  # things that the evidence names


def attached(here):
    return here.read(0) == here.payload.item(0)


def reachable(path):
    """Can others get there: do they have the right to search every folder on the way?"""
    folder = os.path.dirname(path)
    while folder != "/":
        if not os.stat(folder).st_mode & stat.S_IXOTH:
            return False
        folder = os.path.dirname(folder)
    return True


def rights(path, mode):
    """What others may do with it, "" for nothing."""
    if stat.S_ISDIR(mode) or not reachable(path):
        return ""
    words = [word for bit, word in ((stat.S_IROTH, "read"), (stat.S_IWOTH, "write")) if mode & bit]
    return " and ".join(words)


@probe(
    "open to others",
    "Does the mode of a segment, file or socket let other users read or write it?",
    "shm_open(3), unix(7): the mode decides; bpo-35813 (python/cpython#11816): SharedMemory's is 0o600",
    READ_ITEM,
)
def open_to_others(subject):
    subject.open().ask(attached)
    things = [(leftovers.kind(path, mode), os.path.basename(path), stat.S_IMODE(mode), rights(path, mode))
              for path, mode in sorted(leftovers.named().items())]  # fmt: skip
    things += [("System V segment", number, int(bits, 8), rights("/", int(bits, 8)))
               for number, bits in leftovers.segments()]  # fmt: skip
    bad = [thing for thing in things if thing[3]]
    told = ["{} {}: mode {:o}{}".format(kind, name, mode, may and f", others may {may} it")
            for kind, name, mode, may in bad or things]  # fmt: skip
    return finding("yes" if bad else "no", "; ".join(told[:MOST]) or "it has no name in the system")


@probe(
    "another user",
    "Can a process of another user (nobody) that knows the name or address attach and read?",
    "shm_open(3): permission bits; multiprocessing, Authentication keys: a Manager asks for the key of its process",
    READ_ITEM,
)
def another_user(subject):
    if os.getuid() != 0:
        raise Untried("only root can become another user")
    met = unrelated_processes.visit(subject.open(), "as_nobody")
    if "read" in met:
        return finding("yes", "nobody read {}".format(met["read"]))
    if met["error"].startswith(unrelated_processes.NoOtherUser.__name__):
        raise Untried("this place has no other users: {}".format(met["error"]))
    return finding("no", met["error"])
