"""Readings to one verdict: which of them decide, and whether chance explains a side."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any

from scipy.stats import binom

from judge.model import Reading

# In the order in which they are told.
FACTORS = ("criterion", "among", "against", "kind", "interpreter", "mode", "operation", "payload", "size", "processes")


def deciding_readings(readings: list[Reading], claim: dict[str, Any]) -> list[Reading]:
    """The readings that decide: those of all tests but the ones made `also`."""
    also = {test["criterion"] for test in claim["tests"] if test.get("also")}
    return [reading for reading in readings if reading.criterion not in also]


def significant_for_family(side: list[Reading], family: int) -> bool:
    """Whether chance can't explain this side of a family of readings.

    Either one reading is decided at the level that the family asks for (Bonferroni); or there are more than chance
    would give, were each wrong in this direction 2.5% of the time (binomial, below 5%).
    """
    if any(reading.significant_corrected for reading in side):
        return True
    return bool(side) and float(binom.sf(len(side) - 1, family, 0.025)) < 0.05


def most_common_reason(readings: list[Reading]) -> str:
    reasons = [reading.reason for reading in readings]
    return max(sorted(set(reasons)), key=reasons.count) if reasons else ""


def factor_values(reading: Reading, factors: Sequence[str]) -> tuple[Any, ...]:
    """The reading's values of `factors`; None for one that it doesn't have."""
    values = dict(reading.conditions, criterion=reading.criterion)
    if isinstance(values.get("size"), list):
        values.pop("size")  # a growth is over sizes: they don't tell readings apart
    return tuple(values.get(factor) for factor in factors)


def varying_factors(readings: list[Reading]) -> list[str]:
    """The factors in which readings differ."""
    varying = [factor for factor in FACTORS if len({factor_values(reading, [factor]) for reading in readings}) > 1]
    return varying or ["operation"]


def minimal_explanation(decided: list[Reading]) -> Sequence[str]:
    """The smallest set of factors whose values tell holds from fails; among equals the one with the fewest groups."""
    factors = varying_factors(decided)
    for number in range(1, len(factors) + 1):
        fitting = [some for some in combinations(factors, number) if explains(some, decided)]
        if fitting:
            return min(fitting, key=lambda some: len({factor_values(reading, some) for reading in decided}))
    return factors


def explains(factors: Sequence[str], decided: list[Reading]) -> bool:
    seen: dict[tuple[Any, ...], str] = {}
    return all(
        seen.setdefault(factor_values(reading, factors), reading.verdict) == reading.verdict for reading in decided
    )


def count_by(decided: list[Reading], factors: Sequence[str]) -> dict[tuple[Any, ...], tuple[int, int]]:
    """Values of some factors -> (how many hold, how many there are)."""
    counts: dict[tuple[Any, ...], tuple[int, int]] = {}
    for reading in decided:
        values = factor_values(reading, factors)
        held, total = counts.get(values, (0, 0))
        counts[values] = held + (reading.verdict == "holds"), total + 1
    return counts
