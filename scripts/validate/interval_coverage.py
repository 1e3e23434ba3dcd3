"""`python -m validate.interval_coverage FOLDER [--runs N]`: how often an interval covers the truth.

A world gives the log ratio of two contenders in each block. What an interval must cover is the median of that world,
except where one block is disturbed: there it is the ratio of the undisturbed ones.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats as scipy_stats

from stats import effects, intervals, power

Logs = NDArray[np.float64]  # a row a run, a column a block
Flags = NDArray[np.bool_]
Ends = tuple[Logs, Logs]  # of an interval in each run
Shape = tuple[int, int]
World = Callable[[np.random.Generator, Shape], Logs]
Estimator = Callable[[Logs], Ends]
BLOCKS = (5, 6, 7, 10, 20)
SPEEDS = np.log(1.4)  # the machine's two speeds lie so far apart
SPREAD = 0.2
STAYS = 0.8  # how probably a batch of 3 ms has the speed of the one before, in stretches of 15 ms on average


def gaussian(rng: np.random.Generator, shape: Shape) -> Logs:
    """Each contender's log time is normal."""
    return rng.normal(0, SPREAD, shape) - rng.normal(0, SPREAD, shape)


def skewed(rng: np.random.Generator, shape: Shape) -> Logs:
    """Delays only ever add: each contender's time has a long tail to the right."""
    return rng.exponential(SPREAD, shape) - rng.exponential(SPREAD, shape)


def skewed_one(rng: np.random.Generator, shape: Shape) -> Logs:
    """One contender only has the long tail."""
    return rng.exponential(2 * SPREAD, shape) + rng.normal(0, SPREAD / 4, shape)


def flipping(rng: np.random.Generator, shape: Shape) -> Logs:
    """Each contender meets the slow speed in half of the blocks."""
    return jitter(rng, shape) + SPEEDS * (rng.random(shape) < 0.5) - SPEEDS * (rng.random(shape) < 0.5)


def flipping_one(rng: np.random.Generator, shape: Shape) -> Logs:
    """One contender only meets the slow speed, in half of the blocks."""
    return jitter(rng, shape) + SPEEDS * (rng.random(shape) < 0.5)


def seldom_one(rng: np.random.Generator, shape: Shape) -> Logs:
    """One contender only meets the slow speed, in one block of five."""
    return jitter(rng, shape) + SPEEDS * (rng.random(shape) < 0.2)


def drift(rng: np.random.Generator, shape: Shape) -> Logs:
    """The machine gets slower all along, and the order of the two is random."""
    slope = np.linspace(0, 0.5, shape[-1])
    return gaussian(rng, shape) / 2 + slope * rng.choice([-0.5, 0.5], shape)


def disturbed(rng: np.random.Generator, shape: Shape) -> Logs:
    """In one block of each run one contender takes three times as long."""
    values = gaussian(rng, shape) / 2
    hit = rng.integers(0, shape[-1], shape[0])
    values[np.arange(shape[0]), hit] += np.log(3)
    return values


def batches(rng: np.random.Generator, shape: Shape) -> Logs:
    """A cell's value is the median of twelve batches, which share their process's speed."""
    inner = rng.normal(0, SPREAD, (2, *shape, 12)) + (SPEEDS * (rng.random((2, *shape, 12)) < 0.1))
    cells = np.median(inner, axis=-1) + rng.normal(0, SPREAD / 2, (2, *shape))
    return cells[0] - cells[1]


def flips_within(rng: np.random.Generator, shape: Shape) -> Logs:
    """The speed changes within a window of six batches.

    The slow one has 9 to 60% of a minute, so of a block, and a batch mostly has that of the batch before: stretches
    last from a millisecond to half a second (measured on a virtual machine of two cores).
    """
    share = rng.uniform(0.09, 0.6, shape)
    slow = rng.random((2, *shape, 6)) < share[..., None]
    for batch in range(1, 6):
        stays = rng.random((2, *shape)) < STAYS
        slow[..., batch] = np.where(stays, slow[..., batch - 1], slow[..., batch])
    cells = np.median(rng.normal(0, SPREAD / 4, slow.shape) + SPEEDS * slow, axis=-1)
    return cells[0] - cells[1]


def jitter(rng: np.random.Generator, shape: Shape) -> Logs:
    """What little noise a steady machine has."""
    return rng.normal(0, SPREAD / 4, shape) - rng.normal(0, SPREAD / 4, shape)


WORLDS = (gaussian, skewed, skewed_one, flipping, flipping_one, seldom_one, drift, disturbed, batches, flips_within)


def truth(world: World) -> float:
    """The median of a world, from a large sample."""
    if world is disturbed:
        return 0.0
    return float(np.median(world(np.random.default_rng(0), (20_000, 20))))


def t(logs: Logs) -> Ends:
    """Student's interval of the mean."""
    return intervals.t_interval(logs)


def order(logs: Logs) -> Ends:
    """Whole ranks; with 5 blocks the widest that there is, which is no 95% interval."""
    rank, ranked = intervals.order_rank(logs.shape[-1], intervals.CONFIDENCE) or 1, np.sort(logs, axis=-1)
    return ranked[..., rank - 1], ranked[..., -rank]


def interpolated(logs: Logs) -> Ends:
    """Order statistics, interpolated between two ranks."""
    return intervals.order_interval(logs)


def hodges_lehmann(logs: Logs) -> Ends:
    """The interval that inverts Wilcoxon's signed-rank test: it takes the values for symmetric."""
    count = logs.shape[-1]
    upper = np.triu_indices(count)
    walsh = np.sort((logs[..., upper[0]] + logs[..., upper[1]]) / 2, axis=-1)
    sums = np.zeros(count * (count + 1) // 2 + 1)
    sums[0] = 1
    for rank in range(1, count + 1):
        sums[rank:] = sums[rank:] + sums[:-rank]
    tail = np.cumsum(sums) / 2**count
    cut = max(1, int(np.searchsorted(tail, 0.025, side="right")))
    return walsh[..., cut - 1], walsh[..., -cut]


def bootstrap(logs: Logs, resamples: int = 600) -> Ends:
    """BCa on the mean."""
    rng, count = np.random.default_rng(1), logs.shape[-1]
    drawn = np.sort(logs[:, rng.integers(0, count, (resamples, count))].mean(axis=-1), axis=-1)
    means = logs.mean(axis=-1, keepdims=True)
    bias = scipy_stats.norm.ppf(np.clip((drawn < means).mean(axis=-1), 1 / resamples, 1 - 1 / resamples))
    left_out = (logs.sum(axis=-1, keepdims=True) - logs) / (count - 1)
    away = left_out.mean(axis=-1, keepdims=True) - left_out
    speed = (away**3).sum(axis=-1) / (6 * np.maximum((away**2).sum(axis=-1), 1e-300) ** 1.5)
    ends = []
    for quantile in (0.025, 0.975):
        z = bias + scipy_stats.norm.ppf(quantile)
        level = scipy_stats.norm.cdf(bias + z / (1 - speed * z))
        place = np.clip((level * resamples).astype(int), 0, resamples - 1)
        ends.append(np.take_along_axis(drawn, place[:, None], axis=-1)[:, 0])
    return ends[0], ends[1]


def chosen(logs: Logs) -> Ends:
    """The one that the judge uses."""
    return intervals.interval(logs)[1:]


ESTIMATORS = (t, bootstrap, hodges_lehmann, interpolated, order, chosen)


def simulate(
    runs: int,
    blocks: Sequence[int] = BLOCKS,
    worlds: Sequence[World] = WORLDS,
    estimators: Sequence[Estimator] = ESTIMATORS,
) -> pd.DataFrame:
    """One row a world, number of blocks and estimator: coverage, and the mean width as a factor."""
    rows = []
    for world in worlds:
        middle = truth(world)
        for count in blocks:
            logs = world(np.random.default_rng(count), (runs, count))
            for estimator in estimators:
                low, high = estimator(logs)
                covered = (low <= middle) & (middle <= high)
                rows.append(
                    {
                        "world": world.__name__,
                        "blocks": count,
                        "estimator": estimator.__name__,
                        "coverage": covered.mean() if np.isfinite(low).all() else np.nan,
                        "width": np.exp((high - low).mean()) if np.isfinite(low).all() else np.nan,
                    }
                )
    return pd.DataFrame(rows)


def undecided(low: Logs, high: Logs, margin: float) -> Flags:
    """Where the interval has the margin in it."""
    return (low <= margin) & (high >= margin)


def shown(low: Logs, high: Logs, lower: float, upper: float) -> Flags:
    """Where the interval lies inside a pair of margins."""
    return (low > lower) & (high < upper)


def verdicts(runs: int, blocks: Sequence[int] = (6, 7, 10, 20), worlds: Sequence[World] = WORLDS) -> pd.DataFrame:
    """One row a criterion, world and number of blocks: how often a reading's own verdict is wrong, and how often none.

    `wrong`: the truth lies on the margin itself, where either confident verdict is wrong (of an equivalence: where
    `holds` is). `undecided`: the truth is twice the margin (of an equivalence: no effect at all).
    """
    rows = []
    for world in worlds:
        middle = truth(world)
        for count in blocks:
            noise = world(np.random.default_rng(count + 100), (runs, count)) - middle
            low, high = intervals.interval(noise)[1:]
            inner = intervals.interval(noise, 1 - 2 * power.EQUIVALENCE)[1:]
            equal, tied = np.log(1.5), regrets(world, np.random.default_rng(count + 200), (runs, count))
            rows += [
                rate("above", world, count, ~undecided(low, high, 0.0), undecided(low, high, -np.log(2))),
                rate("within", world, count, shown(*inner, -2 * equal, 0.0), ~shown(*inner, -equal, equal)),
                rate("regret", world, count, ~undecided(*tied, 0.0), undecided(*tied, -np.log(2))),
            ]
    return pd.DataFrame(rows)


def regrets(world: World, rng: np.random.Generator, shape: Shape, choices: int = 5) -> Ends:
    """Intervals of the regret of the first of `choices` equal ones; the others have Gaussian noise.

    What they must cover is the median of the ratio to the best, as everywhere: not the ratio of the medians, which
    is another number where the noise is skewed. The advised one is put far behind, so that it is never the best.
    """
    behind = 10.0

    def equals(rng: np.random.Generator, shape: Shape) -> Logs:
        return rng.normal(0, SPREAD / 2, shape)

    sure, many = np.random.default_rng(0), (20_000, 20)
    middle = float(np.median(world(sure, many) - equals(sure, many)))
    logs = [world(rng, shape) + behind, *(equals(rng, shape) for _ in range(choices - 1))]
    low, high = intervals.interval(effects.cross_validated_regret(np.stack(logs, axis=-1), 0))[1:]
    return low - middle - behind, high - middle - behind


def rate(criterion: str, world: World, count: int, wrong: Flags, doubtful: Flags) -> dict[str, Any]:
    """A row: the shares of the runs with a wrong verdict and with none."""
    shares = {"wrong": wrong.mean(), "undecided": doubtful.mean()}
    return {"criterion": criterion, "world": world.__name__, "blocks": count, **shares}


def main() -> None:
    """Write the two tables into the folder that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path, help="a folder: coverage.csv and verdicts.csv")
    parser.add_argument("--runs", type=int, default=10_000)
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    simulate(given.runs).to_csv(given.out / "coverage.csv", index=False, float_format="%.3f")
    verdicts(given.runs).to_csv(given.out / "verdicts.csv", index=False, float_format="%.3f")


if __name__ == "__main__":
    main()
