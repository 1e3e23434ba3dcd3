"""The workers of a cell open their windows together, and go on until each has its batches."""

from __future__ import annotations

from measure.hints import Any
from measure.timing.window import Alone


class Barrier(Alone):
    """What `run_window` asks for the others. `flags`: one byte a worker, shared."""

    alone = False

    def __init__(self, barrier: Any, flags: Any, worker: int, deadline_seconds: Any) -> None:
        self.barrier, self.flags, self.worker, self.seconds = barrier, flags, worker, deadline_seconds

    def open(self) -> None:
        self.flags[self.worker] = 0
        self.barrier.wait(self.seconds)

    def finish(self) -> None:
        self.flags[self.worker] = 1

    def all_finished(self) -> bool:
        return all(self.flags)

    def close(self) -> None:
        self.barrier.wait(self.seconds)
