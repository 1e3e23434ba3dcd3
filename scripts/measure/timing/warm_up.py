"""The warm-up: the same rule for every mechanism and every way of timing, and no measurement ends it.

A test of a few batches for "steady" stops on noise (false alarms of 13 to 24%, of messages 42%) and warms a noisy
mechanism longer than a quiet one. What warms up: caches and page tables, which want each page touched and the draw
visited, and a processor that stood idle, which takes some tens of milliseconds of messages to wake up at its usual
pace (a Manager's round trip took 80 us after 0.3 s of rest, and 50 us some 40 ms later).
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Iterator

from measure.hints import TYPE_CHECKING, Any, Callable
from measure.timing.totals import total

if TYPE_CHECKING:
    Spent = list[tuple[int, int]]  # (loops, nanoseconds) of what came before the window

# From a pilot of windows of 0.5 s (METHODOLOGY.md, "Steady state"). They change for all mechanisms or for none.
WARM_SECONDS = 0.05
LOOP_SECONDS = 0.01  # of the empty loop, which touches no memory but the draw's and waits for nobody
# What works on the whole is run so often first, from so many bytes on. Ints that are copied and let go leave Python's
# allocator with one more of its arenas (1 MiB; 256 KiB in 3.8) every two copies, until it has all that a copy takes:
# four times the bytes of 64-bit ints, and their list. Until then each copy meets page faults, and each is faster than
# the last: 10 copies of 1 MiB (3.8: 40), 33 of 4 MiB, which took 12 ms in the beginning and 5.5 ms in the end. From
# RAMP_BYTES on it would be 130 and more, each at most 1% faster than the last, so a window is still on the ramp.
LARGE_BYTES, RAMP_BYTES = 2**20, 2**23
LEAST_COPIES = 40
COPYING_SECONDS = 0.15  # at most, for each LARGE_BYTES
ON_THE_RAMP_SECONDS = 0.4
# Of what two sides do in turns. They begin on one processor, and a round trip of 5 us there takes 50 us once the
# scheduler has moved one of them, 50 to 120 ms later.
SETTLING_SECONDS = 0.15
MOST_WARM_SECONDS = 0.1  # in all, the touching of pages included: a Manager's messages reach no large draw twice
VISITS = 2  # of each position of the draw
PAGE_BYTES = 4096
MOST_PAGES = 64  # that are touched between two looks at the clock


class Rule(namedtuple("Rule", ["seconds", "loops", "most_seconds"])):
    """A warm-up lasts until `seconds` went into it and `loops` were run; `most_seconds` at most."""

    def fulfilled(self, spent: Spent) -> bool:
        enough = total_seconds(spent) >= self.seconds and total(loops for loops, _ in spent) >= self.loops
        return enough or self.exhausted(spent)

    def exhausted(self, spent: Spent) -> bool:
        """Whether no more may go into it."""
        return total_seconds(spent) >= self.most_seconds


def total_seconds(spent: Spent) -> float:
    return total(taken for _, taken in spent) / 1e9


def one_a_page(drawn: list[int], item_bytes: int) -> list[int]:
    """The first drawn position on each page of the space, in the draw's order."""
    pages: dict[int, int] = {}
    for position in drawn:
        pages.setdefault(position * item_bytes // PAGE_BYTES, position)
    return list(pages.values())


def in_steps(pages: list[int]) -> Iterator[list[int]]:
    """The pages in steps of 1, 2, 4 … MOST_PAGES: a line that takes 25 ms must not overrun the warm-up by a second."""
    begin, step = 0, 1
    while begin < len(pages):
        yield pages[begin : begin + step]
        begin, step = begin + step, min(MOST_PAGES, 2 * step)


def warm_up(run: Callable[[int], Any], loops: int, rule: Rule, spent: Spent, batch_seconds: float) -> Spent:
    """`spent` with further batches, until the rule is fulfilled.

    Each batch is as long as the last one's pace asks for. Had a first run that met a busy machine the last word, a line
    of 0.3 us would be warmed up by 170,000 batches of one, and each costs a hundred times what is timed of it.

    Parameters
    ----------
    run : callable, run(loops) -> (loops, started ns, ended ns, ...)
    loops : int, of a batch
    rule : Rule
    spent : list of (loops, nanoseconds) so far: the touching of the pages and the calibration
    batch_seconds : float, the length of a batch to aim at, in seconds
    """
    spent = list(spent)
    while not rule.fulfilled(spent):
        batch = run(loops)
        spent.append((loops, batch[2] - batch[1]))
        loops = next_loops(*spent[-1], batch_seconds)
    return spent


def next_loops(loops: int, taken: int, batch_seconds: float) -> int:
    """Loops of the next batch: as many as fit at this one's pace, at most ten times more, at least a tenth."""
    wanted = round(loops * batch_seconds * 1e9 / max(taken, 1))
    return max(1, loops // 10, min(loops * 10, wanted))
