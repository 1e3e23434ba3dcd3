"""`python -m validate.budget_coverage OUT.csv [--runs N]`: how often an interval covers the truth with a budget."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from stats import allocation, intervals
from stats.intervals import MIN_BLOCKS as FIRST
from validate.interval_coverage import WORLDS, Ends, Logs, World, truth

MOST = 30  # blocks of a family
RUNS = 1000


def budgeted(
    runs: int, worlds: Sequence[World] = WORLDS, families: int = 6, readings: int = 4, left: int = 12
) -> pd.DataFrame:
    """One row a world: the intervals of a run with a budget, whose first blocks leave time for `left` of a family.

    Each family has readings of its own and gets its blocks as judge.budget gives them. The coverage over all readings,
    that by the first blocks alone (`first`), the median half width as a factor, and the fewest and the most blocks that
    one family in ten has.
    """
    rows = []
    for world in worlds:
        shape = (runs * families * readings, MOST)
        logs = world(np.random.default_rng(left), shape).reshape(runs, families, readings, MOST) - truth(world)
        blocks = allotted(logs, left)
        low, high = intervals_by_blocks(logs, np.broadcast_to(blocks[..., None], logs.shape[:3]))
        before = intervals.interval(logs[..., :FIRST])[1:]
        rows.append(
            {
                "world": world.__name__,
                "first": np.mean((before[0] <= 0) & (before[1] >= 0)),
                "coverage": np.mean((low <= 0) & (high >= 0)),
                "half_width": np.exp(np.median(high - low) / 2),
                "fewest": np.quantile(blocks, 0.1),
                "most": np.quantile(blocks, 0.9),
            }
        )
    return pd.DataFrame(rows)


def allotted(logs: Logs, left: int) -> NDArray[np.int64]:
    """(runs, families): how many blocks judge.budget gives each family, of which all take the same time.

    Parameters
    ----------
    logs : (runs, families, readings, blocks) array of float, of which the first FIRST blocks are looked at
    left : blocks of a family that the time is enough for
    """
    deviations = logs[..., :FIRST].std(axis=-1, ddof=1)
    usual = np.sqrt((deviations**2).mean(axis=(1, 2), keepdims=True))
    widest = np.maximum(deviations, usual).max(axis=-1)
    count = widest.shape[1]
    return np.array([allocation.allocate(one, [1] * count, left, [FIRST] * count, MOST) for one in widest])


def intervals_by_blocks(logs: Logs, blocks: NDArray[np.int64]) -> Ends:
    """The judge's intervals of effects that have unlike numbers of blocks.

    Parameters
    ----------
    logs : (…, blocks) array of float
    blocks : (…) array of int, how many of these each effect has
    """
    low, high = np.empty(blocks.shape), np.empty(blocks.shape)
    for count in np.unique(blocks):
        here = blocks == count
        low[here], high[here] = intervals.interval(logs[here][:, :count])[1:]
    return low, high


def main() -> None:
    """Write the table to the file that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path, help="the table, such as docs/data/budget.csv")
    parser.add_argument("--runs", type=int, default=RUNS)
    given = parser.parse_args()
    budgeted(given.runs).to_csv(given.out, index=False, float_format="%.3f")


if __name__ == "__main__":
    main()
