"""A memory cgroup of a probe's own: what its processes touch from then on has only so much room (cgroups(7)).

Both versions: cgroup-v1/memory.rst and cgroup-v2.rst of the kernel's documentation say what the files mean.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from measure.bases.cleanup import WAIT, CleanupProcess
from measure.system import host

# A cgroup can be removed when its last process is gone, which is a moment after that process's files are closed.
REMOVE = WAIT + 'for try in 1 2 3 4 5 6 7 8 9; do rmdir "$1"; test -d "$1" || exit; sleep 0.2; done'
# Files that one of the versions has -> what is written there for so many bytes: of memory, of it with swap, of swap.
LIMITS: dict[str, Callable[[int], int]] = {
    "memory.limit_in_bytes": int,
    "memory.memsw.limit_in_bytes": int,
    "memory.max": int,
    "memory.swap.max": lambda size: 0,
}
KILLS = ("memory.oom_control", "memory.events")  # they have a line "oom_kill 1"


class MemoryCgroup:
    """A new cgroup below this process's own. It is removed when this process and all that it started have ended.

    `facts`: {"folder": …}, or {"why": …} where none can be had.
    """

    def __init__(self, name: str) -> None:
        self.facts: dict[str, str] = {}
        places = list(parents())
        if not places:
            self.facts["why"] = "no memory cgroup can be made: this system shows none that has children"
            return
        folder = os.path.join(places[0], f"{name}-{os.getpid()}")  # the same name may be used elsewhere in private
        # Every process that is forked from now on holds the pipe that the shell waits at.
        self.cleanup = CleanupProcess(REMOVE, folder)
        try:
            os.mkdir(folder)
            self.facts["folder"] = folder
        except OSError as error:
            self.facts["why"] = f"no memory cgroup can be made: {error.strerror}"


def parents() -> Iterator[str]:
    """The folders in which a cgroup that limits memory may be made."""
    for line in host.read("/proc/self/mountinfo").splitlines():
        left, _, right = line.partition(" - ")
        root, mounted, kind, options = *left.split()[3:5], right.split()[0], right.split()[-1].split(",")
        if kind == "cgroup" and "memory" in options:
            yield inside(mounted, root, own("memory"))
        elif kind == "cgroup2":
            yield from enabled(mounted, inside(mounted, root, own("")))


def own(controller: str) -> str:
    """This process's cgroup in the hierarchy of a controller, or in version 2's, which is named by nothing."""
    for line in host.read("/proc/self/cgroup").splitlines():
        _, names, path = line.split(":", 2)
        if controller in names.split(","):
            return path
    return "/"


def inside(mounted: str, root: str, path: str) -> str:
    """Where a cgroup stands, of which the mount may show a part."""
    return os.path.normpath(os.path.join(mounted, os.path.relpath(path, root)))


def enabled(mounted: str, folder: str) -> Iterator[str]:
    """The first folder above `folder` whose children are limited: in version 2 processes live in leaves alone."""
    while folder.startswith(mounted):
        if "memory" in host.read(os.path.join(folder, "cgroup.subtree_control")).split():
            yield folder
            return
        folder = os.path.dirname(folder)


def limit(facts: dict[str, str], size: int, pids: Iterable[int]) -> None:
    """Let processes have `size` bytes of memory more than they have; OSError where that can't be done."""
    there = os.listdir(facts["folder"])
    for name in [name for name in LIMITS if name in there]:  # in their order: swap is no less than memory
        write(facts["folder"], name, LIMITS[name](size))
    for pid in pids:  # what they hold stays charged to where they come from
        write(facts["folder"], "cgroup.procs", pid)


def write(folder: str, name: str, value: int) -> None:
    """Into a file of the cgroup."""
    with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
        file.write(str(value))


def kills(facts: dict[str, Any]) -> int:
    """How many processes of the cgroup the kernel has killed for want of memory."""
    rows = [line.split() for name in KILLS for line in host.read(os.path.join(facts["folder"], name)).splitlines()]
    return sum(int(row[1]) for row in rows if row[0] == "oom_kill")
