"""What a private place holds beside its first process and the one that looks: whatever the mechanism made."""

from __future__ import annotations

import os
import re
import stat
import tempfile
import time
from typing import Any

SHM, SYSTEM_V = "/dev/shm", "/proc/sysvipc/shm"
SETTLE_SECONDS = 1.5  # for trackers and servers to end by themselves


def named() -> Any:
    """path -> mode of all that stands in /dev/shm and in the temporary folder."""
    found = {}
    for top in (SHM, tempfile.gettempdir()):
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
    try:
        with open(SYSTEM_V) as file:
            rows = [line.split() for line in file.read().splitlines()[1:]]
    except OSError:
        return []
    return [(row[1], row[2]) for row in rows]


def processes() -> Any:
    """pid -> what it is, of the others here, the dead left out."""
    found = {}
    for name in os.listdir("/proc"):
        if name.isdigit() and int(name) not in (1, os.getpid()):
            try:
                with open(f"/proc/{name}/cmdline") as file:
                    words = file.read().split("\0")
            except OSError:
                continue
            if words[0]:
                found[int(name)] = command_name(words)
    return found


def command_name(words: Any) -> Any:
    """A command line in short: the part of multiprocessing that it runs, or the program's name."""
    part = re.search(r"from (multiprocessing\.\w+)", " ".join(words))
    return part.group(1) if part else os.path.basename(words[0])


def kind(path: str, mode: Any) -> Any:
    """What stands there, in words."""
    if path.startswith(SHM):
        return "semaphore" if os.path.basename(path).startswith("sem.") else "segment"
    return "socket" if stat.S_ISSOCK(mode) else "folder" if stat.S_ISDIR(mode) else "file"


def left() -> Any:
    """What is left, (kind, name) each: segments, semaphores, files, sockets, System V segments, processes."""
    things = [(kind(path, mode), os.path.basename(path)) for path, mode in sorted(named().items())]
    things += [("System V segment", number) for number, _ in segments()]
    return things + [("process", name) for name in processes().values()]


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
