"""What a private place holds beside its first process and the one that looks: whatever the mechanism made."""

from __future__ import annotations

import contextlib
import os
import re
import stat
import tempfile
import time
from typing import Any

from measure.bases import cleanup

SHM, QUEUES, SOCKETS = "/dev/shm", "/dev/mqueue", "/proc/net/unix"
# System V objects: what Linux lists -> what it calls them. The second column of each is its identifier.
SYSTEM_V = {"shm": "System V segment", "sem": "System V semaphores", "msg": "System V message queue"}
SETTLE_SECONDS = 1.5  # for trackers and servers to end by themselves


def named() -> Any:
    """path -> mode of all that stands in /dev/shm, in the temporary folder, and among the POSIX message queues."""
    found = {}
    for top in (SHM, QUEUES, tempfile.gettempdir()):
        for folder, folders, files in os.walk(top):
            for name in folders + files:
                path = os.path.join(folder, name)
                try:
                    found[path] = os.lstat(path).st_mode
                except FileNotFoundError:
                    pass
    return found


def segments() -> Any:
    """(identifier, permissions) of the System V segments; empty where the kernel doesn't tell."""
    return system_v("shm")


def system_v(name: str) -> Any:
    """(identifier, permissions) of the System V objects of a kind; empty where the kernel doesn't tell."""
    return [(row[1], row[2]) for row in rows_of(f"/proc/sysvipc/{name}")]


def rows_of(path: str) -> list[list[str]]:
    """The words of each line but the first; none where the kernel has no such list."""
    try:
        with open(path, encoding="utf-8") as file:
            return [line.split() for line in file.read().splitlines()[1:]]
    except OSError:
        return []


def abstract_sockets() -> list[str]:
    """The names of the Unix sockets that stand in no folder (unix(7)); the kernel shows them with an @."""
    return sorted({row[7] for row in rows_of(SOCKETS) if len(row) > 7 and row[7].startswith("@")})


def descriptors(pids: Any) -> list[str]:
    """The descriptors of processes, as /proc has them; of one that is gone none."""
    found: list[str] = []
    for pid in pids:
        with contextlib.suppress(OSError):
            found += [f"/proc/{pid}/fd/{name}" for name in os.listdir(f"/proc/{pid}/fd")]
    return found


def memfds(pids: Any) -> list[str]:
    """The names of the anonymous files (memfd_create(2)) that processes hold, each file once."""
    found = set()
    for path in descriptors(pids):
        with contextlib.suppress(OSError):  # it is closed by now
            name = os.readlink(path)
            if name.startswith("/memfd:"):
                found.add((os.stat(path).st_ino, re.sub("^/memfd:| [(]deleted[)]$", "", name)))
    return sorted(name for _, name in found)


def processes() -> Any:
    """pid -> what it is, of the others here, the dead left out."""
    found = {}
    for name in os.listdir("/proc"):
        if name.isdigit() and int(name) not in (1, os.getpid()):
            try:
                with open(f"/proc/{name}/cmdline", encoding="utf-8") as file:
                    words = file.read().split("\0")
            except OSError:
                continue
            if words[0] and not is_ours(words):
                found[int(name)] = command_name(words)
    return found


def is_ours(words: list[str]) -> bool:
    """Whether it is the shell by which the suite cleans up behind a mechanism."""
    return words[1:2] == ["-c"] and cleanup.WAIT in words[2]


def command_name(words: Any) -> Any:
    """A command line in short: the part of multiprocessing that it runs, or the program's name."""
    part = re.search(r"from (multiprocessing\.\w+)", " ".join(words))
    return part.group(1) if part else os.path.basename(words[0])


def kind(path: str, mode: Any) -> Any:
    """What stands there, in words."""
    if path.startswith(QUEUES):
        return "message queue"
    if path.startswith(SHM):
        return "semaphore" if os.path.basename(path).startswith("sem.") else "segment"
    return "socket" if stat.S_ISSOCK(mode) else "folder" if stat.S_ISDIR(mode) else "file"


def left() -> Any:
    """What is left, (kind, name) each: all that Linux keeps when its maker has ended; processes, and their memfds."""
    things = [(kind(path, mode), os.path.basename(path)) for path, mode in sorted(named().items())]
    things += [(words, number) for name, words in SYSTEM_V.items() for number, _ in system_v(name)]
    things += [("abstract socket", name) for name in abstract_sockets()]
    alive = processes()
    things += [("memfd", name) for name in memfds(alive)]
    return things + [("process", name) for name in alive.values()]


def settled() -> Any:
    """What is left once nothing more goes away by itself, or the time is up."""
    deadline = time.monotonic() + SETTLE_SECONDS
    while left() and time.monotonic() < deadline:
        time.sleep(0.05)
    return left()


def format_leftovers(things: Any) -> Any:
    """(kind, name) pairs as one line, with the first name of each kind."""
    kinds: dict[str, list[str]] = {}
    for one, name in things:
        kinds.setdefault(one, []).append(name)
    parts = ["{} {}{}".format(one, names[0], f" and {len(names) - 1} more" if names[1:] else "")
             for one, names in kinds.items()]  # fmt: skip
    return "; ".join(parts) or "nothing"
