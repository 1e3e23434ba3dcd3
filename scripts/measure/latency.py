"""How long until a change is seen: of the first item by whoever looks for it, of the whole by whoever copies it out."""

import gc
import time

from measure import checks
from measure.exchange import Exchange
from measure.handover import compile_side
from measure.turns import compile_turns, pairs


class Latency(Exchange):
    """A change of an item, seen by the worker, and one of the worker's, seen here: two changes a turn."""

    operation = "latency"

    def __init__(self, stage, settings):
        super().__init__(stage, settings)
        self.turns = compile_turns(type(stage.reader), asks=True)
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
        return self.turns(self.stage.view, self.lock, 0, todo, self.watch(), time.perf_counter_ns)

    def check(self):
        """Whether the worker's last change is there."""
        self.finish()
        last = [(0, self.payload.tag(0, self.next - 1))]
        return checks.read_back(self.stage.reader, self.stage.view, last)


class Refresh(Exchange):
    """This process copies a payload in, the worker copies it out and says so: one operation."""

    operation = "refresh"

    def __init__(self, stage, settings):
        super().__init__(stage, settings)
        self.data, self.batch = self.payload.make(), 0

    def run(self, loops):
        """(operations, started ns, ended ns) of a batch, behind a turn in which the worker wakes up."""
        return (loops, *self.hand_on(1, loops))

    def hand_on(self, *parts):
        """Hand on a payload unlike the last one, so many times in each part; (started, ended) of the last part."""
        gc.collect()
        self.batch += 1
        self.data = self.payload.stamp(self.data, 0, self.batch)
        (there, back), kind = self.stage.signals, type(self.stage.reader)
        change = compile_side(kind, self.payload.kind, True, there.release, back.acquire, self.watch())
        self.connection.send((self.batch, sum(parts)))
        for loops in parts:
            found = change(self.stage.view, self.data, None, self.lock, None, loops, time.perf_counter_ns)
        return found[:2]

    def check(self):
        """Whether the worker's last copy is that of a change which is made once: a copy that lags is found."""
        self.hand_on(1)
        return self.finish()["check"]
