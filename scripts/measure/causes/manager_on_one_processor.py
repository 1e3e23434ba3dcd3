"""How much of a Manager's message is waking up another processor?"""

from __future__ import annotations

import multiprocessing
import os

from measure.contract.discovery import load, paths
from measure.hints import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from measure.contract.cell import Cell


def one() -> Any:
    return {min(os.sched_getaffinity(0))}


class Backend(load(paths()["manager_list"])):
    """The list's server and its worker share one processor, so that no message has to wake up another one."""

    def start(self) -> None:
        super().start()
        for child in multiprocessing.active_children():
            for thread in os.listdir(f"/proc/{child.pid}/task"):
                os.sched_setaffinity(int(thread), one())

    def attach(self, handle: Any) -> Any:
        os.sched_setaffinity(0, one())
        return super().attach(handle)

    @classmethod
    def unsupported(cls, cell: Cell) -> str | None:
        return None if os.path.isdir("/proc/self/task") else "needs /proc, to place the server's threads"
