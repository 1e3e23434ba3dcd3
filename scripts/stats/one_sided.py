"""One-sided p-values that say what the intervals say: p is the miss at which the interval's end meets the margin."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import special

from stats.intervals import MIN_BLOCKS, MISS_FACTOR

Array = npt.NDArray[np.float64]


def above(logs: Any, margin: float, spread: Any = 0.0) -> Array:
    """The p-value against "the median log effect lies at `margin` or below".

    It inverts `intervals.interval`: p is the smallest alpha whose interval of confidence 1 - 2 alpha lies above the
    margin. The t part takes the larger of the values' own standard deviation and `spread`, because a few blocks may by
    chance all meet one speed of the machine.

    Parameters
    ----------
    logs : (…, blocks) array of float, natural logs of the effect, one value a block
    margin : float, natural log
    spread : float or (…) array of float, the standard deviation that is usual among the readings of the claim

    Returns
    -------
    (…) array of float; 1 below MIN_BLOCKS blocks, where there is no interval
    """
    logs = np.asarray(logs, dtype=float)
    if logs.shape[-1] < MIN_BLOCKS:
        return np.ones(logs.shape[:-1])
    worst = np.maximum(t_part(logs, margin, spread), order_part(logs, margin))
    return np.minimum(1.0, worst / MISS_FACTOR)


def below(logs: Any, margin: float, spread: Any = 0.0) -> Array:
    """The p-value against "the median log effect lies at `margin` or above"; as `above`."""
    return above(-np.asarray(logs, dtype=float), -margin, spread)


def usual_spread(deviations: Any, contested: Any) -> Array:
    """The root mean square of the standard deviations of a claim's readings: of all, or of the contested, if larger.

    A few blocks may by chance all meet one speed of the machine, and the readings' common spread is what tells: without
    it some reading of a claim is wrongly decided in 15% of the runs. Readings that are certain whatever the noise have
    no say against it, since without noise they would make it small for the others.

    Parameters
    ----------
    deviations : (…, m) array of float, of log effects over blocks
    contested : (…, m) array of bool, the readings that are not certain at the largest deviation of them all

    Returns
    -------
    (…) array of float; 0 without any reading
    """
    squares, some = np.asarray(deviations, dtype=float) ** 2, np.asarray(contested, dtype=bool)
    of_all = squares.sum(axis=-1) / np.maximum(1, squares.shape[-1])
    of_contested = (squares * some).sum(axis=-1) / np.maximum(1, some.sum(axis=-1))
    found: Array = np.sqrt(np.maximum(of_all, of_contested))
    return found


def t_part(logs: Array, margin: float, spread: Any) -> Array:
    """Student's t of the mean, with no standard deviation below `spread`."""
    count = logs.shape[-1]
    deviation = np.maximum(logs.std(axis=-1, ddof=1), spread)
    distance = logs.mean(axis=-1) - margin
    with np.errstate(divide="ignore", invalid="ignore"):
        t = np.where(distance == 0, 0.0, distance / (deviation / np.sqrt(count)))
    p: Array = special.stdtr(count - 1, -t)
    return p


@functools.cache
def misses(count: int) -> Array:
    """How often fewer than k + 1 of `count` values lie below their median, for each k from 0."""
    found: Array = special.bdtr(np.arange(count), count, 0.5)
    return found


def order_part(logs: Array, margin: float) -> Array:
    """The miss at which the interpolated order statistics (`intervals.order_interval`) meet the margin.

    0 where all values lie above the margin: the interval is never wider than they are. 1 from the ranks on where it
    isn't interpolated any more, near the median.
    """
    count = logs.shape[-1]
    ranked = np.sort(logs, axis=-1)
    rank = (ranked <= margin).sum(axis=-1)
    inside = (rank >= 1) & (2 * (rank + 1) <= count)
    k = np.where(inside, rank, 1)
    lower, upper = (np.take_along_axis(ranked, place[..., None], axis=-1)[..., 0] for place in (k - 1, k))
    weight = (margin - lower) / np.where(inside, upper - lower, 1.0)
    share = weight * k / ((count - k) - weight * (count - 2 * k))
    missed = misses(count)
    wide, narrow = missed[k - 1], missed[k]
    p: Array = np.where(inside, wide + share * (narrow - wide), np.where(rank == 0, 0.0, 1.0))
    return p
