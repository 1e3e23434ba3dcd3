"""The window: warm-up, calibration to a batch, and batches of one length for a fixed time."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable

from measure.hints import TYPE_CHECKING, Any, Callable, Sequence
from measure.timing import warm_up
from measure.timing.totals import total

if TYPE_CHECKING:
    Run = Callable[[int], Sequence[Any]]  # of so many loops: (loops, started ns, ended ns, …)
    Spent = list[tuple[int, int]]  # (loops, nanoseconds) of what came before the window

MOST_BATCHES = 300  # of a window: while one worker waits for a lock, another may run ten thousand
PACE = 3  # batches at the end of the warm-up, whose median tells how long a batch of the window takes


class Timer:
    """A compiled line with all it works on; `run(loops)` times one batch."""

    def __init__(self, timed: Any, view: Any, data: Any, lock: Any, draw: Any) -> None:
        self.timed, self.view, self.data, self.lock, self.draw = timed, view, data, lock, draw
        self.writes = draw  # the positions that are written to, where any are
        self.total = 0  # loops so far, timed ones and others
        # The last batch's, and no other's: were all kept, each large copy would get memory that was never touched. One
        # of 16 MiB took six times as long so.
        self.held: list[Any] = []

    def run(self, loops: int, value: Any = None) -> Any:
        """(loops, started ns, ended ns, last position, last value, last result)."""
        found = self.timed(
            self.view, self.data, value, self.lock, self.draw.endless, loops, time.perf_counter_ns, self.held
        )
        self.draw.given += loops
        self.total += loops
        return (loops,) + found

    def added(self) -> int:
        """What a counter must have been raised by, if the line raises one."""
        return self.total


class Alone:
    """Who times in company of nobody: there is nobody to wait for, before the window or after it."""

    alone = True
    batch_seconds: float | None = None  # of a batch, instead of the settings'
    warm_seconds = math.inf  # of the warm-up, at most, where the rule asks for longer
    numbers: Sequence[int] = ()  # of the visits, one a batch, where the window is one of visits

    def open(self) -> None:
        """Called before the first batch."""

    def visits(self, settings: dict[str, Any]) -> int:
        """How many batches there are, or 0 where they fill a window."""
        return 0

    def before_batch(self, run: Run, loops: int) -> Spent:
        """Called before each; [(loops, nanoseconds)] of what it ran to be ready for it."""
        return []

    def finish(self) -> None:
        """Called when this window has its batches."""

    def all_finished(self) -> bool:
        """Whether all windows have theirs: until then each goes on, so that all are measured under load."""
        return True

    def close(self) -> None:
        """Called after the last batch."""


def run_window(
    run: Run,
    settings: dict[str, Any],
    rule: warm_up.Rule,
    touch: Iterable[tuple[int, int]] = (),
    company: Any = None,
    once: bool = True,
) -> tuple[list[Any], tuple[int, int]]:
    """Time `run` for a window.

    Parameters
    ----------
    run : callable, run(loops) -> (loops, started ns, ended ns, ...)
    settings : dict of batch_seconds, window_seconds, slow_seconds, minimum_batches
    rule : Rule, of the warm-up
    touch : iterable that runs the line on one page after another, and gives (loops, nanoseconds) of each step
    company : Alone, or what keeps workers together
    once : bool, whether what takes slow_seconds is done once, without a warm-up and a window

    Returns
    -------
    batches : list of what `run` answered
    spent : (loops, nanoseconds) of warm-up and calibration
    """
    company, first = company or Alone(), run(1)
    batch_seconds = company.batch_seconds or settings["batch_seconds"]
    rule = rule._replace(seconds=min(rule.seconds, company.warm_seconds))
    slow = once and nanoseconds(first) >= settings["slow_seconds"] * 1e9
    if slow and company.alone:
        return [first], (0, 0)
    if slow:
        loops, spent, wanted = 1, [(1, nanoseconds(first))], 1
    else:
        loops, spent = prepared(run, first, batch_seconds, rule, touch)
        wanted = company.visits(settings) or batches_wanted(loops, spent, settings)
    company.open()
    batches: list[Any] = []
    while len(batches) < wanted or not company.all_finished():
        spent += company.before_batch(run, loops)
        batches.append(run(loops))
        if len(batches) == wanted:
            company.finish()
    company.close()
    return batches, (total(count for count, _ in spent), total(taken for _, taken in spent))


def nanoseconds(batch: Sequence[int]) -> int:
    return batch[2] - batch[1]


def prepared(
    run: Run,
    first: Sequence[int],
    batch_seconds: float,
    rule: warm_up.Rule,
    touch: Iterable[tuple[int, int]],
) -> tuple[int, Spent]:
    """(loops of a batch at the pace of the warm line, [(loops, nanoseconds)] spent on the way there)."""
    spent = [(1, nanoseconds(first))]
    for step in touch:
        spent.append(step)
        if rule.exhausted(spent):
            break
    long = nanoseconds(first) >= batch_seconds * 1e9
    loops, tries = calibrate(run, batch_seconds, known=first if long else None)
    spent = warm_up.warm_up(run, loops, rule, spent + (tries[1:] if long else tries), batch_seconds)
    return max(1, round(batch_seconds / seconds_a_loop(spent))), spent


def seconds_a_loop(spent: Spent) -> float:
    """The pace at the warm-up's end: the median over the last PACE of its batches."""
    paces = sorted(max(taken, 1) / loops for loops, taken in spent[-PACE:])
    return paces[len(paces) // 2] / 1e9


def batches_wanted(loops: int, spent: Spent, settings: dict[str, Any]) -> int:
    """How many batches of `loops` fill the window, at the pace of the warm-up's end."""
    seconds = loops * seconds_a_loop(spent)
    return max(settings["minimum_batches"], math.ceil(settings["window_seconds"] / seconds))


def calibrate(run: Run, batch_seconds: float, known: Sequence[int] | None = None) -> tuple[int, Spent]:
    """Find how many loops make a batch.

    Parameters
    ----------
    run : callable, run(loops) -> (loops, started ns, ended ns, ...)
    batch_seconds : float, the length of a batch to aim at, in seconds
    known : what `run(1)` answered, if it ran already

    Returns
    -------
    loops : int, 1 or more
    spent : list of (loops, nanoseconds), one for each run
    """
    spent = []
    loops = 1
    while True:
        if known is None:
            known = run(loops)
        spent.append((loops, nanoseconds(known)))
        if nanoseconds(known) >= batch_seconds * 1e9 / 2:
            break
        loops = max(loops + 1, warm_up.next_loops(loops, nanoseconds(known), batch_seconds))
        known = None
    return max(1, round(loops * batch_seconds * 1e9 / nanoseconds(known))), spent


def first_apart(batches: Sequence[Any]) -> tuple[tuple[int, int], Sequence[Any]]:
    """((loops, nanoseconds) of the first batch, the others); where there is but one, it is no warm-up."""
    if len(batches) < 2:
        return (0, 0), batches
    return (batches[0][0], nanoseconds(batches[0])), batches[1:]


def join_neighbours(batches: Sequence[Sequence[Any]]) -> list[tuple[int, int, int]]:
    """(loops, started, ended) of the batches, neighbours made one where they are more than MOST_BATCHES."""
    step = -(-len(batches) // MOST_BATCHES)
    parts = [batches[first : first + step] for first in range(0, len(batches), step)]
    return [(total(batch[0] for batch in part), part[0][1], part[-1][2]) for part in parts]
