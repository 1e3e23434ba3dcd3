"""A window in visits: between two batches the cell sleeps, and the other cells of its set are at work."""

from __future__ import annotations

import math

from measure.hints import TYPE_CHECKING, Any
from measure.timing import warm_up
from measure.timing.window import Alone

if TYPE_CHECKING:
    from measure.timing.warm_up import Spent

# Before each batch, since others have filled the caches: without it a read from a block of 1 MiB took 20% longer in a
# prototype of this harness.
REWARM_SECONDS = 0.002
WARM_SECONDS = 0.01  # before the first of them all, in which no batch is timed; twelve more warm-ups follow
# As long as a large draw takes cold. Of a block of 16 MiB a cap of 10 ms stopped just short of it: what was fast enough
# to visit it all read at 75 ns, and what wasn't at 190, one cell now so and now so.
MOST_REWARM_SECONDS = 0.03
BATCH_SECONDS = 0.001  # the machine's speed lasts longer than that: more visits tell more of it than longer ones
# For each batch of a window's. Identical cells differed by an SD of 0.19 in the logarithm with 6 visits, of 0.11 with
# 12 and with 20 (reads, 14 blocks, a machine that flips between two speeds).
VISITS_A_BATCH = 2


class Visits(Alone):
    """What `run_window` asks of a window in visits. `pause()` sleeps until the next visit, and returns its number."""

    batch_seconds = BATCH_SECONDS
    warm_seconds = WARM_SECONDS

    def __init__(self, pause: Any, drawn: int) -> None:
        self.pause, self.drawn = pause, drawn
        self.numbers: list[int] = []

    def visits(self, settings: dict[str, Any]) -> int:
        batches = math.ceil(settings["window_seconds"] / settings["batch_seconds"])
        return VISITS_A_BATCH * max(settings["minimum_batches"], batches)

    def before_batch(self, run: Any, loops: int) -> Spent:
        """Sleep; then warm up until the draw was visited once. [(loops, nanoseconds)] of that."""
        self.numbers.append(self.pause())
        first = max(1, round(loops * REWARM_SECONDS / BATCH_SECONDS))
        rule = warm_up.Rule(REWARM_SECONDS, self.drawn, MOST_REWARM_SECONDS)
        return warm_up.warm_up(run, first, rule, [], REWARM_SECONDS)
