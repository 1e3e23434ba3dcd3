"""What processes hold: memory by who else maps it, and descriptors. From /proc, so of Linux alone."""

from __future__ import annotations

import os

from measure.hints import Any
from measure.system import host

KIBIBYTE = 1024
TRACKER = "resource_tracker"  # of multiprocessing: every mechanism's cell has one


def held_by(pid: int) -> dict[str, int]:
    """Of a process, or {} where the system doesn't tell.

    Returns
    -------
    pss_bytes : its private pages, and of each page that n processes map an n-th (proc(5), smaps_rollup)
    uss_bytes : its private pages: what its end would free
    shared_bytes : pages that others map as well
    descriptors : open ones
    """
    rows = [row.split() for row in host.read(f"/proc/{pid}/smaps_rollup").splitlines()[1:]]
    sizes = {row[0].rstrip(":"): int(row[1]) * KIBIBYTE for row in rows if len(row) == 3}
    try:
        return dict(
            pss_bytes=sizes["Pss"],
            uss_bytes=sizes["Private_Clean"] + sizes["Private_Dirty"],
            shared_bytes=sizes["Shared_Clean"] + sizes["Shared_Dirty"],
            descriptors=len(os.listdir(f"/proc/{pid}/fd")),
        )
    except (KeyError, OSError):  # another system, or another user's process
        return {}


def servers(besides: Any) -> list[int]:
    """The processes that this one has started, and those that they have, but for `besides` and a resource tracker."""
    found, waiting = [], [os.getpid()]
    while waiting:
        for pid in children(waiting.pop()):
            if pid not in besides and TRACKER not in host.read(f"/proc/{pid}/cmdline"):
                found.append(pid)
                waiting.append(pid)
    return sorted(found)


def children(pid: int) -> list[int]:
    """The processes that one has started, as far as the system tells."""
    return [int(word) for thread in host.threads(pid) for word in host.read(thread + "/children").split()]
