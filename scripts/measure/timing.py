"""How a line is timed: compiled into a loop as timeit does, calibrated to a batch, run in batches."""

import itertools
import random
import struct
import time

DRAW = 65536  # positions of a draw: fewer stay in a processor's cache and make a large space look fast
FIXED = 64  # the one position of the "fixed" reading, the same in a space of any size
# Messages between two processes are slow at first: a processor that stood idle takes some tens of milliseconds of them
# to wake up at its usual pace. On a virtual machine a Manager's round trip took 80 us after 0.3 s of rest, or of work
# on one side only, and 50 us some 40 ms later.
WARM_SECONDS = 0.05
MOST_BATCHES = 300  # of a window: while one worker waits for a lock, another may run ten thousand
CANARY_LOOPS = 1000
CANARY_ROUNDS = 3
CANARY_BYTES = bytes(8)

# The loop's own cost (some 15 ns an item) is part of every figure, the unshared list's too.
TEMPLATE = """
def timed(view, data, value, lock, draw, loops, clock):
    result = i = None
    started = clock()
    for {target} in {source}:
        {body}
    return started, clock(), i, value, result
"""
SOURCES = {"item": ("i", "islice(draw, loops)"), "whole": ("_", "repeat(None, loops)")}


# The same line again, outside any timer, so that each of its values can be looked at.
CHECKED = """
def checked(view, lock, positions):
    for i in positions:
        {body}
        yield i, value
"""


def compile_checked(line, names):
    """`line` as a generator checked(view, lock, positions) of (position, value)."""
    namespace = dict(names)
    exec(compile(CHECKED.format(body=line.replace("\n", "\n        ")), "<checked>", "exec"), namespace)
    return namespace["checked"]


def compile_line(line, kind, names=None):
    """`line` as a function timed(view, data, value, lock, draw, loops, clock).

    It returns the clock before and after, and the last i, value and result. `names` are the globals the line sees.
    """
    target, source = SOURCES[kind]
    body = line.replace("\n", "\n        ")
    namespace = dict(names or {}, islice=itertools.islice, repeat=itertools.repeat)
    exec(compile(TEMPLATE.format(target=target, source=source, body=body), "<timed>", "exec"), namespace)
    return namespace["timed"]


def positions(length, seed, worker=0, workers=1, disjoint=False):
    """At least min(length, 65,536) distinct positions in random order, stratified over the whole space.

    Every backend gets the same. Concurrent writers get disjoint ones, as far as the space has enough of them.
    """
    count = min(length, DRAW)
    source = random.Random(seed)
    if count < length:
        edges = [stratum * length // count for stratum in range(count + 1)]
        drawn = [low + int(source.random() * (high - low)) for low, high in zip(edges, edges[1:])]
    else:
        drawn = list(range(length))
    source.shuffle(drawn)
    if disjoint:
        return drawn[worker % count :: workers]
    start = worker * count // workers
    return drawn[start:] + drawn[:start]


def fixed_position(length, worker=0):
    """The same index in a space of any size; a writer's own."""
    return (min(FIXED, length // 2) + worker) % length


class Draw:
    """An endless iterator over positions that knows which it gave out last."""

    def __init__(self, drawn):
        self.drawn = drawn
        self.endless = itertools.cycle(drawn)
        self.given = 0

    def last(self, count):
        """The last `count` distinct positions given out, the newest first."""
        length = len(self.drawn)
        return [self.drawn[(self.given - 1 - back) % length] for back in range(min(count, self.given, length))]


class Timer:
    """A compiled line with all it works on; `run(loops)` times one batch."""

    def __init__(self, timed, view, data, lock, draw):
        self.timed, self.view, self.data, self.lock, self.draw = timed, view, data, lock, draw
        self.total = 0  # loops so far, timed ones and others
        # The last batch's, and no other's: were all kept, each large copy would get memory that was never touched. One
        # of 16 MiB took six times as long so.
        self.result = None

    def run(self, loops, value=None):
        """(loops, started ns, ended ns, last position, last value, last result)."""
        found = self.timed(self.view, self.data, value, self.lock, self.draw.endless, loops, time.perf_counter_ns)
        self.draw.given += loops
        self.total += loops
        return (loops,) + found


def calibrate(run, batch_seconds, known=None):
    """Loops for a batch of about `batch_seconds`, and the (loops, nanoseconds) spent to find out.

    `run(loops)` answers (loops, started, ended, …); `known` is the first such answer, if there is one already.
    """
    spent = []
    loops = 1
    while True:
        if known is None:
            known = run(loops)
        nanoseconds = known[2] - known[1]
        spent.append((loops, nanoseconds))
        if nanoseconds >= batch_seconds * 1e9 / 2:
            break
        loops = grown(loops, nanoseconds, batch_seconds)
        known = None
    return max(1, round(loops * batch_seconds * 1e9 / nanoseconds)), spent


def warmed(run, loops, spent):
    """`spent`, with further batches of `loops` until WARM_SECONDS have gone into it: for what other processes serve."""
    while sum(nanoseconds for _, nanoseconds in spent) < WARM_SECONDS * 1e9:
        found = run(loops)
        spent = [*spent, (loops, found[2] - found[1])]
    return spent


def joined(batches):
    """(loops, started, ended) of the batches, neighbours made one where they are more than MOST_BATCHES."""
    step = -(-len(batches) // MOST_BATCHES)
    parts = [batches[first : first + step] for first in range(0, len(batches), step)]
    return [(sum(batch[0] for batch in part), part[0][1], part[-1][2]) for part in parts]


def grown(loops, nanoseconds, batch_seconds):
    """The next number of loops: towards the target, at most tenfold, since a short run foretells little."""
    wanted = loops * batch_seconds * 1e9 / max(nanoseconds, 1)
    return int(max(loops + 1, min(loops * 10, wanted)))


def canary():
    """Seconds of a fixed task, the median of three: it tells a disturbed machine from a slow mechanism.

    The task calls and allocates, as an access does: a bare loop hardly shows some of a virtual machine's slow spells.
    """
    return sorted(unpack_again() for _ in range(CANARY_ROUNDS))[CANARY_ROUNDS // 2]


def unpack_again():
    started = time.perf_counter_ns()
    for _ in itertools.repeat(None, CANARY_LOOPS):
        struct.unpack_from("q", CANARY_BYTES)
    return (time.perf_counter_ns() - started) / 1e9
