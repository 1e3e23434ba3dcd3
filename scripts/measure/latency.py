"""How long until a change is seen: this process and a worker take turns, timed on this process's clock."""

import gc
import math
import time

from measure import checks, host, timing
from measure.stage import Broken
from measure.turns import compile_turns, pairs


class Turns:
    """This process's side of a stage that has one worker."""

    def __init__(self, stage, settings):
        self.stage, self.settings = stage, settings
        self.connection, self.payload = stage.connections[0], stage.reader.payload
        self.turns = compile_turns(type(stage.reader), asks=True)
        self.lock = stage.reader.lock or stage.lock
        there = stage.reader.peek(stage.view, 0)
        self.next = next(number for number in range(3) if there not in pairs(self.payload, number, 1)[0])

    def run(self, turns):
        """(changes, started ns, ended ns) of a batch, behind a turn in which the worker wakes up."""
        gc.collect()
        todo = pairs(self.payload, self.next, turns + 1)
        self.connection.send((self.next, turns + 1))
        self.next += 2 * len(todo)
        self.take(todo[:1])
        started, ended = self.take(todo[1:])
        return 2 * turns, started, ended

    def take(self, todo):
        """Take the turns; Broken if the worker doesn't."""
        deadline = time.monotonic() + self.settings["deadline_seconds"]

        def overdue():
            said = self.stage.answer(0)
            if said:
                raise Broken(said.get("error", "exception"), said.get("reason", "the worker went home"))
            if time.monotonic() > deadline:
                raise Broken("timeout", "a change wasn't seen")

        return self.turns(self.stage.view, self.lock, 0, todo, overdue, time.perf_counter_ns)

    def measure(self):
        """A worker's answer: batches (their loops are changes, two a turn), warm-up, check, disturbance."""
        self.connection.send("latency")
        before = host.involuntary_switches(), timing.canary()
        loops, spent = timing.calibrate(self.run, self.settings["batch_seconds"])
        if self.stage.backend.servers:
            spent = timing.warmed(self.run, loops, spent)
        wanted = self.settings["window_seconds"] * 1e9 * spent[-1][0] / (loops * max(1, spent[-1][1]))
        batches = [self.run(loops) for _ in range(max(self.settings["minimum_batches"], math.ceil(wanted)))]
        switches, canary = host.involuntary_switches() - before[0], (before[1] + timing.canary()) / 2
        self.connection.send(None)
        self.stage.answers(self.settings["deadline_seconds"])
        last = [(0, self.payload.tag(0, self.next - 1))]
        check = checks.read_back(self.stage.reader, self.stage.view, last)
        # This process is at work as well.
        crowded = 2 + self.stage.backend.servers > len(host.affinity())
        notes = dict(switches=switches, canary=canary, oversubscribed=crowded)
        return dict(notes, batches=batches, warmup=tuple(map(sum, zip(*spent))), check=check)
