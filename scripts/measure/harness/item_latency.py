"""How long until a change of an item is seen: two sides take turns on the first item."""

from __future__ import annotations

import gc
import time
from itertools import repeat

from measure.contract import discovery, operations
from measure.harness import correctness
from measure.harness.two_sided import TwoSided
from measure.hints import TYPE_CHECKING, Any
from measure.timing.compile import compile_function, indented

if TYPE_CHECKING:
    from measure.contract.payload import Payload
    from measure.harness.worker import Worker


class ItemLatency(TwoSided):
    """A change of an item, seen by the worker, and one of the worker's, seen here: two changes a turn."""

    operation = "latency"
    changes = 2

    def __init__(self, pool: Any, settings: dict[str, Any]) -> None:
        super().__init__(pool, settings)
        self.compile()
        self.next = self.unlike_there(0)

    def compile(self, note: Any = None) -> None:
        self.turns = compile_turns(type(self.pool.reader), self.payload.kind, asks=True, note=note)

    def unlike_there(self, first: int) -> int:
        """The number, `first` or soon after, of a value that isn't there yet; nor is its answer."""
        there = self.pool.reader.peek(self.pool.view, self.payload.place(0))
        return next(number for number in range(first, first + 3) if there not in pairs(self.payload, number, 1)[0])

    def run(self, turns: Any) -> Any:
        """(changes, started ns, ended ns) of a batch, behind a turn in which the worker wakes up."""
        gc.collect()
        todo = pairs(self.payload, self.next, turns + 1)
        self.connection.send((self.next, turns + 1))
        self.next += 2 * len(todo)
        self.take(iter(todo[:1]), self.watch())
        return self.take_in_time(iter(todo[1:]), turns)

    def take(self, todo: Any, overdue: Any) -> Any:
        """Take the turns; WorkerFailed if the worker doesn't."""
        return self.turns(self.pool.view, self.lock, self.payload.place(0), todo, overdue, time.perf_counter_ns)

    def take_in_time(self, todo: Any, turns: int) -> tuple[int, int, int]:
        """As `run`; a batch that lasts LONGEST times as long as it should is broken off behind the turns so far."""
        watch, began = self.watch(), time.perf_counter_ns()
        longest = LONGEST * self.settings["batch_seconds"] * 1e9

        def overdue() -> None:
            watch()
            if time.perf_counter_ns() - began > longest and taken(todo, turns):
                raise BrokenOff

        try:
            return (2 * turns, *self.take(todo, overdue))
        except BrokenOff:
            ended, turns = time.perf_counter_ns(), taken(todo, turns)
            self.break_off()
            return 2 * turns, began, ended

    def break_off(self) -> None:
        """Have the worker wait for the next batch: a change that it is about to make must not fall into that one."""
        self.connection.send(BREAK_OFF)
        self.pool.answers(self.settings["deadline_seconds"])
        self.next = self.unlike_there(self.next)

    def check(self) -> str:
        """Whether the worker's last change is there."""
        self.run(1)
        self.finish()
        last = [(self.payload.place(0), self.payload.tag(0, self.next - 1))]
        return correctness.check_written(self.pool.reader, self.pool.view, last)


POLLS = 1000  # reads between two looks at the clock
# Two sides that poll and share a processor keep each other from it: a turn of 0.3 us takes some 4 ms, and a batch of
# 4 ms a minute.
LONGEST = 10
BREAK_OFF = "break off"


class BrokenOff(Exception):
    """A batch is taken no further."""


def taken(todo: Any, turns: int) -> int:
    """How many of the turns, an iterator, were taken; the one at hand was not."""
    return max(0, turns - todo.__length_hint__() - 1)


WAIT = """
        while value != {wanted}:
            for _ in repeat(None, POLLS):
                {read}
                if value == {wanted}:
                    break
            else:
                overdue()"""
SAY = """
        value = {written}
        {write}"""
NOTE = """
        note(clock())"""
TURNS = """
def turns(view, lock, i, pairs, overdue, clock):
    value = None
    started = clock()
    for asked, answered in pairs:{body}
    return started, clock()
"""


def compile_turns(backend: Any, kind: str, asks: Any, note: Any = None) -> Any:
    """turns(view, lock, i, pairs, overdue, clock) -> its start and end, ns, by `backend`'s lines for a kind of payload.

    Each turn calls `note`, if there is one, with its end.

    The side that asks writes the first of each pair and reads until it finds the second; the other side does the
    opposite.
    """
    written, wanted = ("asked", "answered") if asks else ("answered", "asked")
    write, read = (operations.line(backend, name, kind) or "" for name in operations.TURNS["latency"])
    say = SAY.format(written=written, write=indented(write, 8))
    wait = WAIT.format(wanted=wanted, read=indented(read, 16))
    body = (say + wait if asks else wait + say) + ("" if note is None else NOTE)
    names = dict(discovery.names_in(backend), repeat=repeat, POLLS=POLLS, note=note)
    return compile_function(TURNS.format(body=body), "turns", names)


def pairs(payload: Payload, first: Any, count: Any) -> Any:
    """`count` pairs of values, each unlike the one before it; `first` is the number of the first value."""
    return [(payload.tag(0, number), payload.tag(0, number + 1)) for number in range(first, first + 2 * count, 2)]


def answer(worker: Worker) -> Any:
    """The worker's side: answer as often as it is told, until it is told None; TimeoutError when no turn comes."""
    reply = compile_turns(type(worker.backend), worker.payload.kind, asks=False)
    connection, first = worker.spec["connection"], worker.payload.place(0)
    connection.send({})
    for order in iter(connection.recv, None):
        if order == BREAK_OFF:
            connection.send({})
            continue
        deadline = time.monotonic() + worker.settings["deadline_seconds"]

        def overdue(deadline: Any = deadline) -> None:
            if connection.poll():
                raise BrokenOff
            if time.monotonic() > deadline:
                raise TimeoutError("a change wasn't seen")

        try:
            reply(worker.view, worker.lock, first, pairs(worker.payload, *order), overdue, time.perf_counter_ns)
        except BrokenOff:
            pass  # what to do instead is there already
    return {}
