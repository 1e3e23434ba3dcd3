"""`python -m validate.serial_dependence OUT.csv [--runs N]`: what blocks that depend on each other cost."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from judge.instrument import dependence
from stats import intervals
from validate.interval_coverage import Logs

LAGS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5)
BLOCKS = (6, 7, 10, 13, 20)
READINGS = 30  # of a simulated run, in which the mark is looked for


def autoregressive(lag1: float, rng: np.random.Generator, shape: tuple[int, int]) -> Logs:
    """Normal values, of which each depends on the one before: AR(1), in its steady state from the first block on.

    Parameters
    ----------
    lag1 : float, the autocorrelation of neighbours
    shape : (readings, blocks)
    """
    logs = rng.normal(size=shape)
    logs[:, 1:] *= np.sqrt(1 - lag1**2)
    for block in range(1, shape[1]):
        logs[:, block] += lag1 * logs[:, block - 1]
    return logs


def simulate(runs: int, lags: Sequence[float] = LAGS, blocks: Sequence[int] = BLOCKS) -> pd.DataFrame:
    """One row a lag-1 autocorrelation and number of blocks.

    `coverage` is that of the judge's interval at 95%; `excess` what `dependence.serial_dependence` finds on average,
    and `marked` the share of runs of READINGS readings each that it marks.
    """
    rows = []
    for lag1 in lags:
        for count in blocks:
            logs = autoregressive(lag1, np.random.default_rng(count), (runs, count))
            low, high = intervals.interval(logs)[1:]
            found = [dependence.serial_dependence(some) for some in np.array_split(logs, max(1, runs // READINGS))]
            rows.append(
                {
                    "lag1": lag1,
                    "blocks": count,
                    "coverage": np.mean((low <= 0) & (high >= 0)),
                    "excess": np.mean([one["excess"] for one in found]),
                    "marked": np.mean([one["marked"] for one in found]),
                }
            )
    return pd.DataFrame(rows)


def main() -> None:
    """Write the table to the file that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path, help="the table, such as docs/data/dependence.csv")
    parser.add_argument("--runs", type=int, default=10_000)
    given = parser.parse_args()
    simulate(given.runs).to_csv(given.out, index=False, float_format="%.3f")


if __name__ == "__main__":
    main()
