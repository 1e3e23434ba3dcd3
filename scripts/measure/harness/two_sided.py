"""This process and a worker make changes for each other: what timing them has in common, on this process's clock."""

import math
import time

from measure.harness.failures import WorkerFailed
from measure.system import host
from measure.timing import canary, window


class TwoSided:
    """This process's side of a pool that has one worker; a subclass runs a batch by `run(loops)`.

    run(loops) -> (operations, started ns, ended ns); `check()`: ok, or what was wrong after the last batch.
    """

    operation = None

    def __init__(self, pool, settings):
        self.pool, self.settings = pool, settings
        self.connection, self.payload = pool.connections[0], pool.reader.payload
        self.lock = pool.reader.lock or pool.lock

    def watch(self):
        """A function that raises WorkerFailed when the worker is gone, or late."""
        deadline = time.monotonic() + self.settings["deadline_seconds"]

        def overdue():
            said = self.pool.answer(0)
            if said:
                raise WorkerFailed(said.get("error", "exception"), said.get("reason", "the worker went home"))
            if time.monotonic() > deadline:
                raise WorkerFailed("timeout", "a change wasn't seen")

        return overdue

    def measure(self):
        """A worker's answer: batches (their loops are operations), warm-up, check, disturbance; or its refusal."""
        (answer,) = self.pool.perform(self.operation, self.settings["deadline_seconds"])
        if answer.get("error"):
            return answer
        before = host.involuntary_switches(), canary.canary()
        batches, spent = self.batches()
        switches, fixed_task = host.involuntary_switches() - before[0], (before[1] + canary.canary()) / 2
        check = self.check()
        # This process is at work as well.
        crowded = 2 + self.pool.backend.servers > len(host.affinity())
        return dict(
            batches=batches, warmup=spent, check=check, switches=switches, canary=fixed_task, oversubscribed=crowded
        )

    def batches(self):
        """The batches that fill the window, and the warm-up's (loops, nanoseconds); what is slow is done once."""
        first = self.run(1)
        if first[2] - first[1] >= self.settings["slow_seconds"] * 1e9:
            return [first], (0, 0)
        loops, spent = window.calibrate(self.run, self.settings["batch_seconds"])
        if self.pool.backend.servers:
            spent = window.warm_up(self.run, loops, spent)
        wanted = self.settings["window_seconds"] * 1e9 * spent[-1][0] / (loops * max(1, spent[-1][1]))
        found = [self.run(loops) for _ in range(max(self.settings["minimum_batches"], math.ceil(wanted)))]
        return found, tuple(map(sum, zip(*spent)))

    def finish(self):
        """Let the worker go, and hear what it has to say; WorkerFailed when that is an error."""
        self.connection.send(None)
        (answer,) = self.pool.answers(self.settings["deadline_seconds"])
        if answer.get("error"):
            raise WorkerFailed(answer["error"], answer["reason"])
        return answer
