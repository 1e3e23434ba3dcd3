"""How much memory a private place holds beside the process that looks."""

from __future__ import annotations

import contextlib
import os
import time

from checks.safety import leftovers
from measure.system import host

SETTLE_SECONDS = 1.5  # for what is given back a moment later
BLOCK = 512  # bytes: the unit of st_blocks
RSS = 14  # the column of /proc/sysvipc/shm, in bytes


def held() -> int:
    """Bytes: the processes' own pages, and what lies in files, POSIX and System V segments and memfds."""
    alive = leftovers.processes()
    paths = [*leftovers.named(), *(path for path in leftovers.descriptors(alive) if is_memfd(path))]
    segments = sum(int(row[RSS]) for row in leftovers.rows_of("/proc/sysvipc/shm"))
    return sum(map(own_pages, alive)) + files(paths) + segments


def own_pages(pid: int) -> int:
    """Bytes of a process that no segment or file holds (proc(5), smaps_rollup: Anonymous)."""
    rows = [row.split() for row in host.read(f"/proc/{pid}/smaps_rollup").splitlines()]
    return sum(1024 * int(row[1]) for row in rows if row[0] == "Anonymous:")


def is_memfd(path: str) -> bool:
    with contextlib.suppress(OSError):  # it is closed by now
        return os.readlink(path).startswith("/memfd:")
    return False


def files(paths: list[str]) -> int:
    """Bytes that files occupy, each counted once."""
    found = {}
    for path in paths:
        with contextlib.suppress(OSError):  # it is gone by now
            state = os.stat(path)
            found[state.st_dev, state.st_ino] = BLOCK * state.st_blocks
    return sum(found.values())


def settled(enough: float) -> int:
    """What is held once that is no more than `enough`, or the time is up."""
    deadline = time.monotonic() + SETTLE_SECONDS
    while held() > enough and time.monotonic() < deadline:
        time.sleep(0.05)
    return held()
