"""The readings of a claim: which of them decide, and what tells those that hold from those that fail."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any

from judge.model import Reading

# In the order in which they are told.
FACTORS = (
    *("criterion", "among", "against", "compared", "kind", "interpreter", "mode", "operation", "payload", "size"),
    "processes",
)


def family(readings: list[Reading]) -> list[Reading]:
    """The readings that a verdict is made of: those to which the claim doesn't apply are no part of it."""
    return [reading for reading in readings if reading.decides and reading.verdict != "does not apply"]


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
