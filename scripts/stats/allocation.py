"""Where the time that the first blocks left goes: to what is widest for what it has to decide, by widths alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from stats.closed_testing import LEVEL
from stats.intervals import MISS_FACTOR, t_quantile


def need(spread: float, blocks: int) -> float:
    """How wide an effect is for what it has to decide: below 1 its interval reaches less far than its margin is away.

    Parameters
    ----------
    spread : float, the standard deviation over blocks of a log effect, over how far (a log) its claim has to see
    blocks : int, two or more

    Returns
    -------
    float, the half width of the t interval at a claim's LEVEL, over that distance
    """
    return float(spread * t_quantile(1 - 2 * MISS_FACTOR * LEVEL, blocks) / np.sqrt(blocks))


def allocate(
    spreads: Sequence[float], seconds: Sequence[float], left: float, first: Sequence[int], most: int
) -> list[int]:
    """How many blocks each family gets: one after the other goes to the widest that can still be paid.

    As in Stein's second stage (Annals of Mathematical Statistics 16, 1945) only widths are looked at, never where an
    interval lies, and they are those of the first blocks: what comes later changes nothing any more.

    Parameters
    ----------
    spreads : of each family, that of its widest effect (`need`)
    seconds : of each family, what a block takes
    left : float, seconds that may be spent
    first : of each family, the blocks that it has
    most : int, blocks of a family

    Returns
    -------
    list of int, the blocks of each family in all
    """
    blocks = list(first)
    while True:
        open_ = [place for place in range(len(blocks)) if blocks[place] < most and seconds[place] <= left]
        if not open_:
            return blocks
        widest = max(open_, key=lambda place: need(spreads[place], blocks[place]))
        blocks[widest] += 1
        left -= seconds[widest]
