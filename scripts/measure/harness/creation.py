"""The shared object's making: timed, or because somebody is about to need one."""

from __future__ import annotations

import gc
import time

from measure.hints import Any
from measure.system.counters import Tally
from measure.timing.window import first_apart

LIMIT = 50
LIMIT_BYTES = 2**27  # a mechanism may keep what was created until its server ends


class Creation:
    """What `backend` makes of `data` (set once it is there), and whether there is an object that no pool took over."""

    def __init__(self, backend: Any, size: int, settings: dict[str, Any]) -> None:
        self.backend, self.size, self.settings = backend, size, settings
        self.data: Any = None
        self.there = False

    def once(self) -> tuple[int, int, int]:
        """(1, started, ended) of a creation."""
        before = time.perf_counter_ns()
        self.backend.create(self.data)
        after = time.perf_counter_ns()
        self.there = True
        return 1, before, after

    def first(self, operation: str) -> list[dict[str, Any]]:
        """The first creation of this process."""
        gc.collect()
        tally = Tally()
        batches = [tally.around(self.once)()]
        tally.close()
        return [dict(batches=batches, warmup=(0, 0), check="ok", counts=tally.found)]

    def repeated(self, operation: str) -> list[dict[str, Any]]:
        """Create again and again, each timed singly; the last one stays for the pool."""
        gc.collect()
        tally, footprint = Tally(), None
        batches: list[tuple[int, int, int]] = []
        create = tally.around(self.once)
        least, window = self.settings["minimum_batches"], self.settings["window_seconds"]
        limit = max(least, min(LIMIT, LIMIT_BYTES // self.size))
        started = time.perf_counter()
        while len(batches) <= limit:
            self.discard()
            batches.append(create())
            footprint = self.backend.footprint()
            enough = len(batches) > least and time.perf_counter() - started > window
            if enough or batches[-1][2] - batches[-1][1] > self.settings["slow_seconds"] * 1e9:
                break
        tally.close()
        spent, timed = first_apart(batches)
        # What create made is read by the workers of the next operations, which check it.
        return [dict(batches=timed, warmup=spent, check="ok", counts=tally.found, footprint=footprint)]

    def hand_over(self) -> None:
        """An object that the next pool takes over: what was created last, or another one."""
        if not self.there:
            self.backend.create(self.data)
        self.there = False

    def discard(self) -> None:
        """Remove what was created and not taken over."""
        if self.there:
            self.there = False
            self.backend.destroy()
