"""`python -m validate.budget_errors OUT.csv [--runs N]`: how often a claim's verdict is wrong in a run with a budget.

As `validate.claim_errors`, but the claim's readings belong to families that get unlike numbers of blocks, by the
widths of the first ones.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from stats import closed_testing, one_sided
from validate import claim_errors
from validate.budget_coverage import FIRST, MOST, allotted
from validate.claim_errors import CRITERIA, Claims, Criterion, Dependence, Sides, Truth
from validate.interval_coverage import WORLDS, World

FAMILIES = 3  # that the readings are dealt to, in turns
LEFT = 6  # blocks of a family that the time is enough for after the first ones
READINGS = (9, 26)
RUNS = 2000
Counts = NDArray[np.int64]  # (runs, readings): the blocks of each


def verdicts(noises: Claims, criterion: Criterion, case: Truth) -> NDArray[np.int64]:
    """The verdict of each run, as its place in WORDS; `noises` as in claim_errors, of MOST blocks."""
    readings = noises.shape[1]
    logs = noises[:, case.true + case.false :] + getattr(criterion, case.at)
    blocks = blocks_of_readings(logs)
    spread = usual_spread(logs, blocks, criterion, readings)
    p = by_blocks(logs, blocks, spread, criterion)
    counts = [
        closed_testing.at_least_false(np.concatenate([np.broadcast_to(certain, (len(one), len(certain))), one], axis=1))
        for certain, one in zip(claim_errors.certain_ones(case), p, strict=True)
    ]
    return claim_errors.words_of_counts(readings)[counts[0], counts[1]]


def blocks_of_readings(logs: Claims) -> Counts:
    """How many blocks each reading gets, with its family's widest; certain readings are in none."""
    runs, readings, _ = logs.shape
    members = [np.arange(family, readings, FAMILIES) for family in range(min(FAMILIES, readings))]
    largest = max(map(len, members))
    padded = np.stack([logs[:, np.resize(some, largest)] for some in members], axis=1)
    found = allotted(padded, LEFT)
    return found[:, np.arange(readings) % len(members)]


def deviations(logs: Claims, blocks: Counts) -> Claims:
    """(runs, readings), of the blocks that each has."""
    found = np.empty(blocks.shape)
    for count in np.unique(blocks):
        here = blocks == count
        found[here] = logs[here][:, :count].std(axis=-1, ddof=1)
    return found


def by_blocks(logs: Claims, blocks: Counts, spread: Claims, criterion: Criterion) -> Sides:
    """The p-values of both sides, of the blocks that each reading has; `spread`: (runs, 1)."""
    found = np.empty(blocks.shape), np.empty(blocks.shape)
    wide = np.broadcast_to(spread, blocks.shape)
    for count in np.unique(blocks):
        here = blocks == count
        for side, p in zip(found, criterion.test(logs[here][:, :count], wide[here]), strict=True):
            side[here] = p
    return found


def usual_spread(logs: Claims, blocks: Counts, criterion: Criterion, readings: int) -> Claims:
    """(runs, 1), as claim_errors.usual_spread."""
    own = deviations(logs, blocks)
    p = by_blocks(logs, blocks, own.max(axis=-1, keepdims=True), criterion)
    contested = np.minimum(*p) > closed_testing.LEVEL / readings
    certain = ((0, 0), (0, readings - logs.shape[1]))
    return one_sided.usual_spread(np.pad(own, certain), np.pad(contested, certain))[:, None]


def simulate(
    runs: int = RUNS,
    worlds: Sequence[World] = WORLDS,
    dependences: Sequence[Dependence] = claim_errors.DEPENDENCES,
    criteria: Sequence[Criterion] = CRITERIA,
    readings: Sequence[int] = READINGS,
) -> pd.DataFrame:
    """One row a criterion, world, dependence, truth and number of readings (m)."""
    rows: list[dict[str, Any]] = []
    for world in worlds:
        for dependence in dependences:
            for count in readings:
                rows += rows_of(runs, world, dependence, criteria, count)
    return pd.DataFrame(rows)


def rows_of(
    runs: int, world: World, dependence: Dependence, criteria: Sequence[Criterion], readings: int
) -> list[dict[str, Any]]:
    """The rows of one world, dependence and number of readings."""
    rng = np.random.default_rng([readings, LEFT])
    facts = {"world": world, "dependence": dependence, "m": readings, "blocks": f"{FIRST} and more"}
    cube = readings, MOST
    return claim_errors.tabulated(
        runs, lambda count: claim_errors.noise(world, dependence, rng, (count, *cube)), criteria, verdicts, facts
    )


def main() -> None:
    """Write the table to the file that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path, help="the table, such as docs/data/budget_claims.csv")
    parser.add_argument("--runs", type=int, default=RUNS)
    given = parser.parse_args()
    simulate(given.runs).to_csv(given.out, index=False, float_format="%.3f")


if __name__ == "__main__":
    main()
