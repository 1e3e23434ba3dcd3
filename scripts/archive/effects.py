"""The effects of two runs, held against each other: which readings differ by more than chance, and by how much."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy import stats

LEVEL = 0.05  # in how many comparisons of two equal runs any reading may be said to differ
UNNAMED = ("kind", "best_size", "backends", "among")  # conditions that don't tell one reading from another


@dataclass(frozen=True)
class Difference:
    """The second run's effect over the first's, with an interval that holds for all readings together."""

    claim: str
    conditions: dict[str, Any]
    ratio: float
    low: float
    high: float
    p: float
    differs: bool = False


def readings_with_effects(verdicts: dict[str, Any]) -> dict[str, tuple[str, dict[str, Any]]]:
    """A key for each reading that has effects over blocks -> (claim, reading); an older judge's have none."""
    found = {}
    for claim in verdicts["claims"]:
        for reading in claim.get("readings", []):
            if len(reading.get("logs", [])) > 1 and not reading.get("bound"):
                where = {name: value for name, value in reading["conditions"].items() if name not in UNNAMED}
                # The best of other choices is another thing.
                among = reading["conditions"].get("backends") if reading["criterion"] == "regret" else None
                key = json.dumps([claim["id"], reading["criterion"], where, among])
                found[key] = claim["id"], reading
    return found


def differences(one: dict[str, Any], other: dict[str, Any]) -> list[Difference]:
    """All readings that both runs have, by Welch's t of the log effects.

    Which of them differ is told by Holm's procedure at LEVEL (Scandinavian Journal of Statistics 6, 1979), the
    intervals by Bonferroni's, so that both are of all readings together.
    """
    first, second = readings_with_effects(one), readings_with_effects(other)
    common = [key for key in first if key in second]
    found = [compared(*first[key], second[key][1], len(common)) for key in common]
    ranked = sorted(found, key=lambda each: each.p)
    bounds = [LEVEL / (len(ranked) - place) for place in range(len(ranked))]
    fails = [place for place, each in enumerate(ranked) if each.p > bounds[place]]
    surely = {id(each) for each in ranked[: fails[0] if fails else len(ranked)]}
    return [replace(each, differs=id(each) in surely) for each in found]


def compared(claim: str, one: dict[str, Any], other: dict[str, Any], count: int) -> Difference:
    """One reading in both runs; `count`: how many are compared."""
    first, second = (np.array(reading["logs"], dtype=float) for reading in (one, other))
    with np.errstate(invalid="ignore", divide="ignore"):
        test = stats.ttest_ind(second, first, equal_var=False)
        low, high = test.confidence_interval(1 - LEVEL / count)
    middle = second.mean() - first.mean()
    p = float(test.pvalue) if np.isfinite(test.pvalue) else float(middle == 0)
    ratio, low, high = (float(np.exp(log)) for log in (middle, low, high))
    return Difference(claim, one["conditions"], ratio, low, high, p)


def lines(runs: Sequence[dict[str, Any]], names: Sequence[str]) -> Iterator[str]:
    """Each run's effects against the first one's, and whether chance explains the verdicts that changed."""
    for name, run in zip(names[1:], runs[1:], strict=True):
        found = differences(runs[0], run)
        if not found:
            yield f"{name}: no effect in common with {names[0]}"
            continue
        surely = sorted((one for one in found if one.differs), key=lambda one: -abs(np.log(one.ratio)))
        yield f"{name}: {len(surely)} of {len(found)} effects differ from those of {names[0]} by more than chance"
        # What several tests of a claim read of the same cells is one line.
        yield from dict.fromkeys(f"  {one.claim}, {told(one.conditions)}: {factor(one)}" for one in surely)
        yield from changed(runs[0], run, found)


def changed(one: dict[str, Any], other: dict[str, Any], found: list[Difference]) -> Iterator[str]:
    """The verdicts that are others, and what explains it."""
    before = {claim["id"]: claim["verdict"] for claim in one["claims"]}
    for claim in other["claims"]:
        now, was = claim["verdict"], before.get(claim["id"])
        if now == was or was is None:
            continue
        own = [each for each in found if each.claim == claim["id"]]
        surely = sum(each.differs for each in own)
        why = f"{surely} of its {len(own)} effects differ" if surely else "no effect differs: chance explains it"
        yield f"  {claim['id']}: {was} there, {now} here: {why if own else 'it has no effect in common'}"


def told(conditions: dict[str, Any]) -> str:
    """A reading's conditions in a few words."""
    size = conditions.get("size")
    words = [conditions["operation"], conditions["payload"]]
    words += [f"{size} B"] if isinstance(size, int) else []
    words += [f"{conditions['processes']} processes"] if conditions.get("processes", 1) > 1 else []
    return ", ".join([*words, f"Python {conditions['interpreter']}"])


def factor(one: Difference) -> str:
    """By how much, with its interval."""
    return f"x{one.ratio:.3g} [{one.low:.3g}, {one.high:.3g}]"
