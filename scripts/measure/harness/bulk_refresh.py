"""How long until a change of the whole is there: one side copies it in, the other copies it out."""

from __future__ import annotations

import gc
import time

from measure.contract import discovery, operations
from measure.harness import correctness
from measure.harness.two_sided import TwoSided
from measure.hints import TYPE_CHECKING, Any
from measure.timing import compile, singly
from measure.timing.totals import total

if TYPE_CHECKING:
    from measure.harness.worker import Worker

# A signal is a semaphore. Each wait looks now and then whether there is anybody left to wait for.
CHANGE = "{}\nsignal()\nwhile not wait(True, 1): overdue()"
FOLLOW = "while not wait(True, 1): overdue()\n{}\nsignal()"


def compile_side(backend: Any, kind: str, asks: Any, signal: Any, wait: Any, overdue: Any, note: Any = None) -> Any:
    """As timing.compile_line: the side that asks changes a payload of this kind, the other one follows.

    Each loop calls `note`, if there is one, with its end.
    """
    line = (CHANGE if asks else FOLLOW).format(operations.line(backend, "copy_in" if asks else "copy_out", kind))
    line = line if note is None else singly.NOTED.format(line)
    names = dict(discovery.names_in(backend), signal=signal, wait=wait, overdue=overdue, note=note)
    return compile.compile_line(line, "whole", names)


def answer(worker: Worker) -> Any:
    """Copy out as often as it is told, until it is told None; whether the last copy was the right one."""
    predicted = worker.predicted("copy_in") + worker.predicted("copy_out")
    if predicted > worker.settings["allowance_seconds"]:
        return worker.refusal(predicted)
    batch, result = follow(worker, worker.spec["connection"], *worker.spec["signals"])
    expected = worker.payload.stamp(worker.payload.make(), 0, batch)
    good = correctness.same(worker.payload, result, expected)
    return dict(check="ok" if good else "another payload was copied out")


def follow(worker: Worker, connection: Any, there: Any, back: Any) -> Any:
    """The number of the last batch, and the last copy; TimeoutError when a change doesn't come."""

    def overdue() -> None:
        if time.monotonic() > deadline:
            raise TimeoutError("no change came")

    timed = compile_side(type(worker.backend), worker.payload.kind, False, back.release, there.acquire, overdue)
    batch: Any = None
    held: list[Any] = []
    connection.send({})
    for order in iter(connection.recv, None):
        batch, loops = order
        deadline = time.monotonic() + worker.settings["deadline_seconds"]
        held.append(timed(worker.view, None, None, worker.lock, None, loops, time.perf_counter_ns, held)[4])
    return batch, held[-1]


class BulkRefresh(TwoSided):
    """This process copies a payload in, the worker copies it out and says so: one operation."""

    operation = "refresh"

    def __init__(self, pool: Any, settings: dict[str, Any]) -> None:
        super().__init__(pool, settings)
        self.data, self.batch = self.payload.make(), 0
        self.overdue = self.watch()
        self.compile()

    def compile(self, note: Any = None) -> None:
        there, back = self.pool.signals
        names = there.release, back.acquire, lambda: self.overdue()
        self.change = compile_side(type(self.pool.reader), self.payload.kind, True, *names, note)

    def run(self, loops: int) -> Any:
        """(operations, started ns, ended ns) of a batch, behind a turn in which the worker wakes up.

        The first batch has none: either it is warm-up, or so slow that waking up is nothing beside it.
        """
        return (loops, *(self.hand_on(1, loops) if self.batch else self.hand_on(loops)))

    def hand_on(self, *parts: Any) -> Any:
        """Hand on a payload unlike the last one, so many times in each part; (started, ended) of the last part."""
        gc.collect()
        self.batch += 1
        self.data = self.payload.stamp(self.data, 0, self.batch)
        self.overdue = self.watch()
        self.connection.send((self.batch, total(parts)))
        for loops in parts:
            found = self.change(self.pool.view, self.data, None, self.lock, None, loops, time.perf_counter_ns)
        return found[:2]

    def check(self) -> str:
        """Whether the worker's last copy is that of a change which is made once: a copy that lags is found."""
        self.hand_on(1)
        return self.finish()["check"]
