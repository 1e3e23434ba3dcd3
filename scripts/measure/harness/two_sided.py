"""This process and a worker make changes for each other: what timing them has in common, on this process's clock."""

from __future__ import annotations

import time

from measure.harness import warm_time
from measure.harness.failures import WorkerFailed
from measure.hints import Any
from measure.system import host
from measure.timing import singly
from measure.timing.disturbance import Disturbance
from measure.timing.window import run_window


class TwoSided:
    """This process's side of a pool that has one worker; a subclass runs a batch by `run(loops)`.

    run(loops) -> (operations, started ns, ended ns); `check()`: ok, or what was wrong after the last batch.
    """

    operation = ""
    changes = 1  # in a turn, which is what is timed singly

    def compile(self, note: Any = None) -> None:
        """Make what `run` calls; each of its turns calls `note` with its end."""
        raise NotImplementedError("a subclass has to have compile()")

    def run(self, loops: int) -> tuple[int, int, int]:
        raise NotImplementedError("a subclass has to have run()")

    def check(self) -> str:
        raise NotImplementedError("a subclass has to have check()")

    def __init__(self, pool: Any, settings: dict[str, Any]) -> None:
        self.pool, self.settings = pool, settings
        self.connection, self.payload = pool.connections[0], pool.reader.payload
        self.lock = pool.reader.lock or pool.lock

    def watch(self) -> Any:
        """A function that raises WorkerFailed when the worker is gone, or late."""
        deadline = time.monotonic() + self.settings["deadline_seconds"]

        def overdue() -> None:
            said = self.pool.answer(0)
            if said:
                raise WorkerFailed(said.get("error", "exception"), said.get("reason", "the worker went home"))
            if time.monotonic() > deadline:
                raise WorkerFailed("timeout", "a change wasn't seen")

        return overdue

    def measure(self) -> dict[str, Any]:
        """A worker's answer: batches (their loops are operations), warm-up, check, disturbance; or its refusal."""
        (answer,) = self.pool.perform(self.operation, self.settings["deadline_seconds"])
        if answer.get("error"):
            return answer
        disturbance = Disturbance(others=[*self.pool.pids(), *self.pool.servers])
        rule = warm_time.rule(self.operation, self.payload.size)
        batches, spent = run_window(disturbance.around(self.run), self.settings, rule)
        marks, each = disturbance.marks(), self.singly(batches)
        # This process is at work as well.
        crowded = 2 + self.pool.backend.servers > len(host.affinity())
        return dict(marks, batches=batches, warmup=spent, singly=each, check=self.check(), oversubscribed=crowded)

    def singly(self, batches: Any) -> list[float]:
        """What each change takes, in nanoseconds, after the window `batches`."""
        notes = singly.Notes()
        self.compile(notes.note)
        turns = [(loops // self.changes, *times) for loops, *times in batches]
        each = singly.nanoseconds(self.run, notes, self.settings, turns)
        return [taken / self.changes for taken in each]

    def finish(self) -> Any:
        """Let the worker go, and hear what it has to say; WorkerFailed when that is an error."""
        self.connection.send(None)
        (answer,) = self.pool.answers(self.settings["deadline_seconds"])
        if answer.get("error"):
            raise WorkerFailed(answer["error"], answer["reason"])
        return answer
