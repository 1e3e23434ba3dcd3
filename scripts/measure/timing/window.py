"""The window: calibration to a batch, warm-up, and batches of one length for a fixed time."""

from __future__ import annotations

import math
import time

from measure.hints import TYPE_CHECKING, Any, Callable, Sequence

if TYPE_CHECKING:
    Run = Callable[[int], Sequence[Any]]  # of so many loops: (loops, started ns, ended ns, …)
    Spent = list[tuple[int, int]]  # (loops, nanoseconds) of what came before the window

# Messages between two processes are slow at first: a processor that stood idle takes some tens of milliseconds of them
# to wake up at its usual pace. On a virtual machine a Manager's round trip took 80 us after 0.3 s of rest, or of work
# on one side only, and 50 us some 40 ms later.
WARM_SECONDS = 0.05
MOST_BATCHES = 300  # of a window: while one worker waits for a lock, another may run ten thousand


class Timer:
    """A compiled line with all it works on; `run(loops)` times one batch."""

    def __init__(self, timed: Any, view: Any, data: Any, lock: Any, draw: Any) -> None:
        self.timed, self.view, self.data, self.lock, self.draw = timed, view, data, lock, draw
        self.total = 0  # loops so far, timed ones and others
        # The last batch's, and no other's: were all kept, each large copy would get memory that was never touched. One
        # of 16 MiB took six times as long so.
        self.result = None

    def run(self, loops: int, value: Any = None) -> Any:
        """(loops, started ns, ended ns, last position, last value, last result)."""
        found = self.timed(self.view, self.data, value, self.lock, self.draw.endless, loops, time.perf_counter_ns)
        self.draw.given += loops
        self.total += loops
        return (loops,) + found


class Alone:
    """Who times in company of nobody: there is nobody to wait for, before the window or after it."""

    alone = True

    def open(self) -> None:
        """Called before the first batch."""

    def finish(self) -> None:
        """Called when this window has its batches."""

    def all_finished(self) -> bool:
        """Whether all windows have theirs: until then each goes on, so that all are measured under load."""
        return True

    def close(self) -> None:
        """Called after the last batch."""


def run_window(
    run: Run, settings: dict[str, Any], warm: bool = False, company: Any = None, once: bool = True
) -> tuple[list[Any], tuple[int, int]]:
    """Time `run` for a window.

    Parameters
    ----------
    run : callable, run(loops) -> (loops, started ns, ended ns, ...)
    settings : dict of batch_seconds, window_seconds, slow_seconds, minimum_batches
    warm : bool, whether a further WARM_SECONDS of batches come before the window
    company : Alone, or what keeps workers together
    once : bool, whether what takes slow_seconds is done once, without a window

    Returns
    -------
    batches : list of what `run` answered
    spent : (loops, nanoseconds) of warm-up and calibration
    """
    company, first = company or Alone(), run(1)
    slow = once and nanoseconds(first) >= settings["slow_seconds"] * 1e9
    if slow and company.alone:
        return [first], (0, 0)
    if slow:
        loops, spent, wanted = 1, [(1, nanoseconds(first))], 1
    else:
        loops, spent = prepared(run, first, settings["batch_seconds"], warm)
        wanted = batches_wanted(loops, *spent[-1], settings)
    company.open()
    batches: list[Any] = []
    while len(batches) < wanted or not company.all_finished():
        batches.append(run(loops))
        if len(batches) == wanted:
            company.finish()
    company.close()
    return batches, (sum(count for count, _ in spent), sum(taken for _, taken in spent))


def nanoseconds(batch: Sequence[int]) -> int:
    return batch[2] - batch[1]


def prepared(run: Run, first: Sequence[int], batch_seconds: float, warm: bool) -> tuple[int, Spent]:
    """(loops of a batch, [(loops, nanoseconds)] spent on the first run, calibration and warm-up)."""
    long = nanoseconds(first) >= batch_seconds * 1e9
    loops, spent = calibrate(run, batch_seconds, known=first if long else None)
    if warm:
        spent = warm_up(run, loops, spent)
    return loops, spent if long else [(1, nanoseconds(first)), *spent]


def batches_wanted(loops: int, last_loops: int, last_nanoseconds: int, settings: dict[str, Any]) -> int:
    """How many batches of `loops` fill the window, given how long the last calibration took."""
    seconds = loops * max(last_nanoseconds, 1) / last_loops / 1e9
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
        loops = next_loops(loops, nanoseconds(known), batch_seconds)
        known = None
    return max(1, round(loops * batch_seconds * 1e9 / nanoseconds(known))), spent


def warm_up(run: Run, loops: int, spent: Spent) -> Spent:
    """`spent`, (loops, nanoseconds) each, with further batches until WARM_SECONDS have gone into it."""
    while sum(taken for _, taken in spent) < WARM_SECONDS * 1e9:
        spent = [*spent, (loops, nanoseconds(run(loops)))]
    return spent


def join_neighbours(batches: Sequence[Sequence[Any]]) -> list[tuple[int, int, int]]:
    """(loops, started, ended) of the batches, neighbours made one where they are more than MOST_BATCHES."""
    step = -(-len(batches) // MOST_BATCHES)
    parts = [batches[first : first + step] for first in range(0, len(batches), step)]
    return [(sum(batch[0] for batch in part), part[0][1], part[-1][2]) for part in parts]


def next_loops(loops: int, taken: int, batch_seconds: float) -> int:
    """The next number of loops: towards the target, at most tenfold, since a short run foretells little."""
    wanted = loops * batch_seconds * 1e9 / max(taken, 1)
    return int(max(loops + 1, min(loops * 10, wanted)))
