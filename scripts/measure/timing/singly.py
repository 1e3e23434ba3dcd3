"""Operations timed one by one, in a window of their own: a median hides what one operation in a hundred takes."""

from __future__ import annotations

import math

from measure.hints import TYPE_CHECKING, Any, Sequence
from measure.timing.totals import total
from measure.timing.warm_up import Rule
from measure.timing.window import Alone, run_window

if TYPE_CHECKING:
    from measure.timing.window import Run

WINDOW_SECONDS = 0.05  # of all workers together: a Manager's lock is taken some 200 times meanwhile
SHARES = {"p50_seconds": 0.5, "p90_seconds": 0.9, "p99_seconds": 0.99}
NOTED = "{}\nnote(clock())"  # a line that notes when it ended; the clock takes some 0.05 us
AT_REST = Rule(0.0, 0, 0.0)  # the window before has warmed up


class Notes:
    """When operations ended, and what each took.

    `note` is what NOTED calls; `taken` are the nanoseconds of each operation so far.
    """

    def __init__(self) -> None:
        self.ends: list[int] = []
        self.note = self.ends.append
        self.taken: list[int] = []

    def around(self, run: Run) -> Run:
        """`run`, whose line notes its ends; what it notes before its start is no part of a batch."""

        def noted(loops: int) -> Sequence[Any]:
            self.ends.clear()
            found = run(loops)
            ends = [found[1], *(end for end in self.ends if end > found[1])]
            self.taken += [after - before for before, after in zip(ends, ends[1:])]
            return found

        return noted


def nanoseconds(
    run: Run,
    notes: Notes,
    settings: dict[str, Any],
    batches: Sequence[Sequence[int]],
    company: Any = None,
    workers: int = 1,
) -> list[int]:
    """What each operation takes.

    Parameters
    ----------
    run : callable, run(loops) -> (loops, started ns, ended ns, ...), whose line notes its ends in `notes`
    settings : dict, as of `run_window`
    batches : list of (loops, started ns, ended ns) of the operation's window: taken as they are where each is one loop
    company : Alone, or what keeps workers together: these need the window all the same, or the others wait for it
    workers : int, at work at the same time: each has its part of the window
    """
    company = company or Alone()
    if company.alone and all(batch[0] == 1 for batch in batches):
        return [batch[2] - batch[1] for batch in batches]
    own = dict(settings, window_seconds=window_seconds(workers))
    run_window(notes.around(run), own, AT_REST, company=company)
    return notes.taken


def window_seconds(workers: int) -> float:
    """A worker's window: operations are pooled, and who waits for a contended lock keeps all others at it."""
    return WINDOW_SECONDS / workers


def quantile(ordered: Sequence[int], share: float) -> int:
    """The smallest of `ordered` that so many of them don't exceed (Hyndman and Fan, 1996, type 1)."""
    return ordered[math.ceil(share * len(ordered)) - 1]


def quantiles(taken: Sequence[int]) -> dict[str, Any]:
    """SHARES of what operations took, in seconds, their mean, and their number (loops)."""
    ordered = sorted(taken)
    found: dict[str, Any] = {name: quantile(ordered, share) / 1e9 for name, share in SHARES.items()}
    return dict(found, loops=len(ordered), seconds_per_operation=total(ordered) / 1e9 / len(ordered))
