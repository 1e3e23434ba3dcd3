"""What can be found: the smallest effect, and the largest standard deviation at which `flat` can be shown.

Both are told of normal noise: by a reading by itself, and by a claim whose readings must all be shown (`holds`).
"""

from __future__ import annotations

import functools

import numpy as np
import numpy.typing as npt
import pandas as pd

from stats import intervals
from stats.closed_testing import LEVEL

Array = npt.NDArray[np.float64]
FOUND = 0.9  # of the runs, in which the smallest effect is found
SHOWN = 0.8  # of the runs without any effect, in which it is shown that there is none
EQUIVALENCE = 0.05  # of each of a reading's own two one-sided tests; a claim's are made at LEVEL
RUNS = 1000  # that are simulated
FLAT = 1.5  # the margin of `flat`, a factor


def smallest_effect(sd: float, blocks: int, readings: int = 1) -> float:
    """The factor beyond its margin that all of `readings` need for all to be found in FOUND of the runs.

    Of one reading it is the same alone and as a claim: both are tested at LEVEL.

    Parameters
    ----------
    sd : float, of the log effect over blocks
    blocks : int
    readings : int, of the claim

    Returns
    -------
    float, 1 or more; infinite below `intervals.MIN_BLOCKS` blocks
    """
    if blocks < intervals.MIN_BLOCKS:
        return np.inf
    return float(np.exp(sd * distance(blocks, readings, LEVEL, FOUND, both=False)))


def largest_sd(blocks: int, readings: int = 1, half_width: float = np.log(FLAT), level: float = LEVEL) -> float:
    """The standard deviation over blocks at which all of `readings` are shown to lie inside their pair of margins.

    In SHOWN of the runs, when all effects lie right in the middle of their margins.

    Parameters
    ----------
    blocks : int
    readings : int, of the claim; 1 with `level` EQUIVALENCE is a reading by itself
    half_width : float, natural log: how far the margins are from the middle
    level : float, of each of the two one-sided tests

    Returns
    -------
    float, natural log; 0 below `intervals.MIN_BLOCKS` blocks
    """
    if blocks < intervals.MIN_BLOCKS:
        return 0.0
    return half_width / distance(blocks, readings, level, SHOWN, both=True)


@functools.cache
def distance(blocks: int, readings: int, level: float, share: float, both: bool) -> float:
    """How far the margin must be from the truth for all p-values to be `level` or less, in standard deviations.

    A p-value is so small when the margin lies outside the interval of that level: so it is the `share` quantile, over
    simulated runs, of the farthest end (`both`: of either side; else of the side towards the margin).
    """
    logs = np.random.default_rng(blocks).normal(size=(RUNS, readings, blocks))
    low, high = moderated_interval(logs, 1 - 2 * level)
    ends = np.maximum(-low, high) if both else -low
    return float(np.quantile(ends.max(axis=-1), share))


def moderated_interval(logs: Array, level: float) -> tuple[Array, Array]:
    """The interval that a claim's p-values invert (`one_sided`): no standard deviation below that usual in the claim.

    Parameters
    ----------
    logs : (runs, readings, blocks) array of float
    level : float, the confidence that is promised

    Returns
    -------
    low, high : (runs, readings) arrays of float
    """
    level = 1 - intervals.MISS_FACTOR * (1 - level)
    count, deviation = logs.shape[-1], logs.std(axis=-1, ddof=1)
    usual = np.sqrt((deviation**2).mean(axis=-1, keepdims=True))
    half = intervals.t_quantile(level, count) * np.maximum(deviation, usual) / np.sqrt(count)
    low, high = intervals.order_interval(logs, level)
    middle = logs.mean(axis=-1)
    return np.minimum(low, middle - half), np.maximum(high, middle + half)


def with_power(spreads: pd.DataFrame, blocks: int) -> pd.DataFrame:
    """A table of a run's own noise with what it could find.

    Parameters
    ----------
    spreads : DataFrame with `class`, `size` (bytes), `sd` (of log effects over blocks) and `readings` (how many a claim
        has there)
    blocks : int, of the run

    Returns
    -------
    DataFrame, the same rows with `smallest` (a factor) and `flat_sd` of a reading by itself, `smallest_of_claim` and
    `flat_sd_of_claim` of a claim of as many readings
    """
    claims = [(float(sd), int(count)) for sd, count in zip(spreads["sd"], spreads["readings"], strict=True)]
    return spreads.assign(
        smallest=[smallest_effect(sd, blocks) for sd, _ in claims],
        flat_sd=largest_sd(blocks, level=EQUIVALENCE),
        smallest_of_claim=[smallest_effect(sd, blocks, count) for sd, count in claims],
        flat_sd_of_claim=[largest_sd(blocks, count) for _, count in claims],
    )
