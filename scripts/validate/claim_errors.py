"""`python -m validate.claim_errors OUT.csv [--runs N]`: how often the verdict of a whole claim is wrong, or undecided.

A claim has m readings. The least favourable truths have some of them far on one side, with certainty, and the others on
the margin itself, where either side is hardest to keep apart. Whether a reading that lies right on its margin meets it
is a matter of definition, so no definition may harm: a rate is that of the worst number of true readings there may be.
"""

from __future__ import annotations

import argparse
import functools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from judge import closed_test
from judge.model import ClaimVerdict, Count
from stats import closed_testing, one_sided
from validate.interval_coverage import SPREAD, WORLDS, Logs, World, disturbed, truth

Claims = NDArray[np.float64]  # (runs, readings) or (runs, readings, blocks)
Sides = tuple[Claims, Claims]  # p-values against "doesn't meet its margin", and against "meets it"
Cube = tuple[int, int, int]  # runs, readings, blocks
Dependence = Callable[[World, np.random.Generator, Cube], Claims]
READINGS = (9, 26, 116)
BLOCKS = (6, 7, 10, 13)
RUNS = 2000
MANY = 100  # readings, from which on pairs of margins are left out: slow, and less often wrong than a single margin
AT_ONCE = 250  # runs that are simulated at once: a world of batches takes 24 values for one
EQUAL = float(
    np.log(1.5)
)  # the pair of margins is this far from 0; and so far beyond the margin is what is to be found
WORDS: tuple[str, ...] = get_args(ClaimVerdict)


def independent(world: World, rng: np.random.Generator, cube: Cube) -> Claims:
    """Each reading lives in the world by itself."""
    runs, readings, blocks = cube
    return world(rng, (runs * readings, blocks)).reshape(cube)


def shared_yardstick(world: World, rng: np.random.Generator, cube: Cube) -> Claims:
    """All readings of a run are divided by one yardstick, which lives in the world; each adds a little noise."""
    runs, _, blocks = cube
    return world(rng, (runs, blocks))[:, None, :] + rng.normal(0, SPREAD / 2, cube)


DEPENDENCES: tuple[Dependence, ...] = (independent, shared_yardstick)


def noise(world: World, dependence: Dependence, rng: np.random.Generator, cube: Cube) -> Claims:
    """Log effects whose truth is 0: the median, or of a world with a disturbed block that of the others."""
    return dependence(world, rng, cube) - middle(world, dependence)


@functools.cache
def middle(world: World, dependence: Dependence) -> float:
    if world is disturbed:
        return truth(world)
    return float(np.median(dependence(world, np.random.default_rng(0), (20_000, 1, 20))))


def above(logs: Logs, spread: Any) -> Sides:
    """Of a margin at 0, whose far side is the true one."""
    return one_sided.above(logs, 0.0, spread), one_sided.below(logs, 0.0, spread)


def within(logs: Logs, spread: Any) -> Sides:
    """Of a pair of margins around 0, as `closed_test.of_effects` has it."""
    inside = np.maximum(one_sided.above(logs, -EQUAL, spread), one_sided.below(logs, EQUAL, spread))
    outside = np.minimum(one_sided.below(logs, -EQUAL, spread), one_sided.above(logs, EQUAL, spread))
    return inside, np.minimum(1.0, 2 * outside)


@dataclass(frozen=True)
class Criterion:
    """A test of an effect; `margin`, `true` and `false` (natural logs): on its margin, and EQUAL on either side."""

    name: str
    test: Callable[[Logs, Any], Sides]
    margin: float
    true: float
    false: float


CRITERIA = (
    Criterion("above", above, 0.0, EQUAL, -EQUAL),
    Criterion("within, at its upper end", within, EQUAL, 0.0, 2 * EQUAL),
    Criterion("within, at its lower end", within, -EQUAL, 0.0, -2 * EQUAL),
)


@dataclass(frozen=True)
class Truth:
    """`true` and `false` readings are certain; the others lie at the place `at` (a field of Criterion).

    The certain ones have no noise: they make the usual spread of a claim smaller than that of the others.
    """

    name: str
    true: int
    false: int
    at: str = "margin"


def truths(readings: int) -> Iterator[Truth]:
    """The least favourable ones, and two that are to be found."""
    yield Truth("all on the margin", 0, 0)
    short = int(np.ceil(closed_test.MOSTLY * readings)) - 1
    for name, certain in (("half", readings // 2), ("one short of mostly", short), ("all but one", readings - 1)):
        yield Truth(f"{name} true", certain, 0)
        yield Truth(f"{name} false", 0, certain)
    yield Truth("all true by 1.5", 0, 0, "true")
    yield Truth("all false by 1.5", 0, 0, "false")


Judge = Callable[[Claims, Criterion, Truth], NDArray[np.int64]]


def verdicts(noises: Claims, criterion: Criterion, case: Truth) -> NDArray[np.int64]:
    """The verdict of each run, as its place in WORDS. `noises`: (runs, readings, blocks), of log effects around 0."""
    readings = noises.shape[1]
    logs = noises[:, case.true + case.false :] + getattr(criterion, case.at)
    p = criterion.test(logs, usual_spread(logs, criterion, readings))
    counts = [
        closed_testing.at_least_false(np.concatenate([np.broadcast_to(certain, (len(one), len(certain))), one], axis=1))
        for certain, one in zip(certain_ones(case), p, strict=True)
    ]
    return words_of_counts(readings)[counts[0], counts[1]]


def certain_ones(case: Truth) -> Sides:
    """The two p-values of the readings that are certain."""
    holds = np.repeat([0.0, 1.0], [case.true, case.false])
    return holds, 1 - holds


def usual_spread(logs: Claims, criterion: Criterion, readings: int) -> Claims:
    """(runs, 1), of a claim of so many readings; those that are not in `logs` are certain and have no noise."""
    deviations = logs.std(axis=-1, ddof=1)
    p = criterion.test(logs, deviations.max(axis=-1, keepdims=True))
    contested = np.minimum(*p) > closed_testing.LEVEL / readings
    certain = ((0, 0), (0, readings - logs.shape[1]))
    return one_sided.usual_spread(np.pad(deviations, certain), np.pad(contested, certain))[:, None]


@functools.cache
def words_of_counts(readings: int) -> NDArray[np.int64]:
    """(a, b) -> the judge's verdict, as its place in WORDS; a + b may exceed the number of readings by chance."""
    counts = range(readings + 1)
    found = [[closed_test.verdict(Count(a, b, readings)) for b in counts] for a in counts]
    return np.array([[WORDS.index(word) for word in row] for row in found])


def is_wrong(word: str, true: int, readings: int) -> bool:
    """Whether a verdict is wrong when so many readings are true: the table of METHODOLOGY.md."""
    enough = closed_test.MOSTLY * readings
    return {
        "holds": true < readings,
        "mostly holds": true < enough,
        "fails": true > 0,
        "mostly fails": readings - true < enough,
        "depends": true in (0, readings),
    }.get(word, False)


def worst_rate(shares: Sequence[float], case: Truth, criterion: Criterion, readings: int) -> float:
    """The share of wrong verdicts, at the worst number of true readings; `shares` are those of WORDS."""
    least, most = case.true, readings - case.false
    if case.at != "margin":
        least = most = readings * (case.at == "true")
    return max(
        sum(share for share, word in zip(shares, WORDS, strict=True) if is_wrong(word, true, readings))
        for true in range(least, most + 1)
    )


def simulate(
    runs: int = RUNS,
    worlds: Sequence[World] = WORLDS,
    dependences: Sequence[Dependence] = DEPENDENCES,
    criteria: Sequence[Criterion] = CRITERIA,
    readings: Sequence[int] = READINGS,
    blocks: Sequence[int] = BLOCKS,
) -> pd.DataFrame:
    """One row a criterion, world, dependence, truth, number of readings (m) and of blocks."""
    rows = []
    for world in worlds:
        for dependence in dependences:
            for count in readings:
                for size in blocks:
                    rows += rows_of(runs, world, dependence, criteria[: 1 if count > MANY else None], count, size)
    return pd.DataFrame(rows)


def rows_of(
    runs: int, world: World, dependence: Dependence, criteria: Sequence[Criterion], readings: int, blocks: int
) -> list[dict[str, Any]]:
    """The rows of one world, dependence, number of readings and number of blocks."""
    rng = np.random.default_rng([readings, blocks])
    facts = {"world": world, "dependence": dependence, "m": readings, "blocks": blocks}
    return tabulated(
        runs, lambda count: noise(world, dependence, rng, (count, readings, blocks)), criteria, verdicts, facts
    )


def tabulated(
    runs: int, draw: Callable[[int], Claims], criteria: Sequence[Criterion], judge: Judge, facts: dict[str, Any]
) -> list[dict[str, Any]]:
    """A row a criterion and truth: how often a verdict is wrong, and how often there is none.

    Parameters
    ----------
    draw : the noises of so many runs
    judge : the verdict of each run, as its place in WORDS
    facts : `world`, `dependence`, `m` and `blocks` of the rows
    """
    cases = list(truths(facts["m"]))
    found = np.zeros((len(criteria), len(cases), len(WORDS)))
    for start in range(0, runs, AT_ONCE):
        noises = draw(min(AT_ONCE, runs - start))
        for place in np.ndindex(found.shape[:2]):
            words = judge(noises, criteria[place[0]], cases[place[1]])
            found[place] += np.bincount(words, minlength=len(WORDS))
    return [
        {
            "criterion": criterion.name,
            "world": facts["world"].__name__,
            "dependence": facts["dependence"].__name__.replace("_", " "),
            "truth": case.name,
            "m": facts["m"],
            "blocks": facts["blocks"],
            "wrong": worst_rate(found[i, j] / runs, case, criterion, facts["m"]),
            "undecided": found[i, j, WORDS.index("undecided")] / runs,
        }
        for i, criterion in enumerate(criteria)
        for j, case in enumerate(cases)
    ]


def main() -> None:
    """Write the table to the file that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path, help="the table, such as docs/data/claims.csv")
    parser.add_argument("--runs", type=int, default=RUNS)
    given = parser.parse_args()
    simulate(given.runs).to_csv(given.out, index=False, float_format="%.3f")


if __name__ == "__main__":
    main()
