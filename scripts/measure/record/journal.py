"""The journal of a cell: its rows, at least one for each operation, however the cell ends."""

from __future__ import annotations

import functools
import gc
import os
import platform
import sys
import threading
import time

from measure.hints import TYPE_CHECKING, Any
from measure.record import writer
from measure.system import affinity, counters, host, temporary, watchdog

if TYPE_CHECKING:
    from measure.contract.backend import Backend
    from measure.contract.cell import Cell


def in_turn(method: Any) -> Any:
    """A method of Journal that writes."""

    @functools.wraps(method)
    def written(self: Journal, *arguments: Any, **named: Any) -> Any:
        with self.turn:
            return method(self, *arguments, **named)

    return written


class Journal:
    """The cell's rows. Each operation gets at least one; those still owed when the cell ends get its reason.

    What others do meanwhile is noted of a cell that is alive alone: in a set, the others are its cells.

    Two threads write: the cell's, and past a deadline the deadline's, which ends the process. Whoever writes has
    `turn`; the deadline's thread keeps it for good, so that a cell which its children's end has woken up writes nothing
    more. What belongs to one operation is written in one turn.
    """

    def __init__(self, path: str, constants: Any, operations: Any, prefix: str, alone: bool = True) -> None:
        self.turn, self.over = threading.RLock(), False
        self.writer = writer.Writer(path, constants)
        self.pending = list(operations)
        self.current: str | None = None
        self.prefix = prefix
        self.busy = host.busy_seconds() if alone else None
        self.own, self.began = host.own_seconds(), time.perf_counter_ns()
        self.deadline = watchdog.Deadline(self.expire)

    def constants(self, **values: Any) -> None:
        self.writer.constants.update(values)

    def begin(self, operation: str) -> None:
        self.current = operation

    @in_turn
    def warmup(self, operation: str, line: str, worker: int, answer: Any) -> None:
        """The row of a worker's warm-up and calibration, if it had any."""
        loops, nanoseconds = answer["warmup"]
        if loops:
            self.writer.row(
                operation=operation,
                line=line,
                worker=worker,
                phase="warmup",
                loops=loops,
                seconds_per_operation=nanoseconds / 1e9 / loops,
                **counters.apart(answer.get("counts", ()), answer["batches"])[1],
            )

    @in_turn
    def samples(self, operation: str, line: str, worker: int, answer: Any, lock: Any = "none") -> None:
        """The rows of a worker's answer: its batches, their check, and what else it noted."""
        check, where = answer["check"], affinity.processor_columns(answer.get("processors", ()))
        facts = {name: answer[name] for name in ("oversubscribed",) if name in answer}
        counts, _ = counters.apart(answer.get("counts", ()), answer["batches"])
        for batch, (loops, started, ended) in enumerate(answer["batches"]):
            self.writer.row(
                operation=operation,
                line=line,
                lock=lock,
                worker=worker,
                phase="sample",
                batch=batch,
                visit=answer["visits"][batch],
                loops=loops,
                seconds_per_operation=(ended - started) / 1e9 / loops,
                started_ns=started,
                ended_ns=ended,
                check=check,
                error="" if check == "ok" or operation == "increment" else "wrong",
                reason="" if check == "ok" else check,
                switches=answer.get("switches"),
                canary_seconds=answer.get("canary"),
                **counts[batch],
                **where,
                **facts,
            )
        self.mark_done(operation)

    @in_turn
    def quantiles(self, operation: str, line: str, lock: str, found: dict[str, Any]) -> None:
        """The row of what operations took that were timed singly, by all workers."""
        self.writer.row(operation=operation, line=line, lock=lock, phase="quantiles", worker=-1, **found)

    @in_turn
    def failure(self, operation: str, kind: str, reason: str, predicted: Any = None) -> None:
        self.writer.row(operation=operation, phase="sample", error=kind, reason=reason, predicted_seconds=predicted)
        self.mark_done(operation)

    def mark_done(self, operation: str) -> None:
        if operation in self.pending:
            self.pending.remove(operation)

    @in_turn
    def fail_remaining(self, kind: str, reason: str) -> None:
        """A row for each operation still owed."""
        for operation in list(self.pending):
            self.failure(operation, kind, reason)

    def expire(self) -> None:
        """The cell hangs in this very process: end it from the deadline's thread, with what was measured."""
        self.turn.acquire()
        if self.over:
            return self.turn.release()
        self.fail_remaining("timeout", f"the cell didn't end: {self.current} hung")
        watchdog.end_children()
        self.finish()
        temporary.leave()
        os._exit(0)

    @in_turn
    def parts(self, seconds: dict[str, float]) -> None:
        """A row for each part of the cell that took some time."""
        for part, taken in seconds.items():
            if taken > 0:
                self.writer.row(operation=part, phase="part", worker=-1, seconds_per_operation=taken)

    @in_turn
    def memory(self, operation: str, worker: int, held: dict[str, int]) -> None:
        """What a process held after an operation, if the system tells."""
        if held:
            self.writer.row(operation=operation, phase="memory", worker=worker, **held)

    @in_turn
    def finish(self, slept: float = 0.0) -> None:
        """The facts of the whole cell, `slept` seconds of which it had no turn, and the file's name."""
        now, self.over = time.perf_counter_ns(), True
        busy, stolen = self.disturbance()
        self.writer.close(
            operation="cell",
            phase="cell",
            seconds_per_operation=(now - self.began) / 1e9 - slept,
            started_ns=self.began,
            ended_ns=now,
            wall_ended=time.time(),
            busy_other_seconds=busy,
            steal_seconds=stolen,
            megahertz=host.megahertz(),
        )
        host.remove_left_behind(self.prefix)

    def disturbance(self) -> tuple[float | None, float | None]:
        """(busy, stolen) seconds of others while the cell ran; None where the machine doesn't tell."""
        busy = host.busy_seconds()
        if busy is None or self.busy is None:
            return None, None
        own = host.own_seconds() - self.own
        return max(0.0, busy[0] - self.busy[0] - own), busy[1] - self.busy[1]


def constants(cell: Cell, backend: type[Backend], digest: str, alone: bool = True) -> dict[str, Any]:
    """The columns that all rows of a cell share; `alone`: whether no other cell is alive beside it."""
    cores = host.affinity()
    return dict(
        cell=cell.name,
        set="" if alone else os.path.dirname(cell.name),
        digest=digest,
        node=host.node(),
        kind=host.kind(),
        boot_id=host.boot_id(),
        interpreter=cell.interpreter,
        implementation=sys.implementation.name,
        version=platform.python_version(),
        build=host.build(),
        start_method=cell.start_method,
        affinity=" ".join(map(str, cores)),
        cores=len(cores),
        flags=host.flags(),
        gc="on" if gc.isenabled() else "off",
        backend=cell.backend,
        library=backend.library(),
        payload=cell.payload,
        size_bytes=cell.size,
        processes=cell.processes,
        servers=backend.servers,
        placement=cell.placement,
        oversubscribed=cell.processes + backend.servers > len(cores),
        block=cell.block,
        wall_started=time.time(),
    )
