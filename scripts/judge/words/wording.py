"""Readings in words: their conditions, and what those that hold have in common against those that fail."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from judge import aggregation
from judge.model import Reading
from support import units

Side = Literal["holds", "fails"]
LONG = 300  # characters: longer lists are counted


def split(decided: list[Reading]) -> dict[Side, list[Reading]]:
    """The readings that hold and those that fail."""
    sides: tuple[Side, Side] = ("holds", "fails")
    return {side: [reading for reading in decided if reading.verdict == side] for side in sides}


def explain_split(decided: list[Reading]) -> str:
    """What it holds for and what it fails for; counted by the factor that tells most, when the list would be long."""
    sides = split(decided)
    for verdict, other in (("holds", sides["fails"]), ("fails", sides["holds"])):
        if not other:
            return f"{verdict} in all {len(decided)} readings that are decided"
    factors = aggregation.minimal_explanation(decided)
    words = {verdict: format_conditions(side, factors) for verdict, side in sides.items()}
    text = f"holds for {words['holds']}; it fails for {words['fails']}"
    return text if len(text) <= LONG else explain_by_counts(sides)


def explain_by_counts(sides: dict[Side, list[Reading]]) -> str:
    """How many hold, grouped by what separates them best: one factor, or the operation with its payload."""
    decided = sides["holds"] + sides["fails"]
    factors = aggregation.varying_factors(decided)
    choices = [[name] for name in factors]
    if {"operation", "payload"} <= {*factors}:
        choices.append(["operation", "payload"])

    def mixed(some: list[str]) -> tuple[int, bool, int]:
        groups = aggregation.count_by(decided, some).values()
        return sum(min(held, total - held) for held, total in groups), "operation" not in some, len(groups)

    best = min(choices, key=mixed)
    parts: dict[str, list[str]] = {"always for": [], "never for": [], "partly for": []}
    for values, (held, total) in aggregation.count_by(decided, best).items():
        name = f"{format_factor(best[0], values[0])}{f' ({values[1]})' if len(values) > 1 else ''}"
        kind = "always for" if held == total else "partly for" if held else "never for"
        parts[kind].append(name if kind != "partly for" else f"{name} {held} of {total}")
    text = "; ".join(f"{kind} {', '.join(names)}" for kind, names in parts.items() if names)
    return f"holds in {len(sides['holds'])} of the {len(decided)} readings that are decided: {text}"


def conditions_where_true(readings: list[Reading]) -> str:
    """The conditions under which the sentence, by its first test, is true; "" for always, never, or too many."""
    decided = [r for r in readings if r.verdict in ("holds", "fails") and r.criterion == readings[0].criterion]
    true = [reading for reading in decided if reading.verdict == "holds"]
    if not true or len(true) == len(decided):
        return ""
    text = format_conditions(true, aggregation.varying_factors(decided))
    return text if len(text) <= 2 * LONG else ""


def format_readings(readings: list[Reading]) -> str:
    """Readings in words; counted by operation and payload, when the list would be long."""
    text = format_conditions(readings, aggregation.varying_factors(readings))
    if len(text) <= LONG:
        return text
    counts = aggregation.count_by(readings, ["operation", "payload"])
    return "; ".join(f"{operation} ({payload}) {total}" for (operation, payload), (_, total) in counts.items())


def format_conditions(readings: list[Reading], factors: Sequence[str]) -> str:
    """Readings in words: those that differ in their operation only are told together."""
    place = factors.index("operation") if "operation" in factors else len(factors) - 1
    groups: dict[tuple[Any, ...], list[Any]] = {}
    for values in dict.fromkeys(aggregation.factor_values(reading, factors) for reading in readings):
        groups.setdefault(values[:place] + values[place + 1 :], []).append(values[place])
    others = [*factors[:place], *factors[place + 1 :]]
    parts = []
    for shared, several in groups.items():
        around = ", ".join(filter(None, map(format_factor, others, shared)))
        listed = ", ".join(filter(None, (format_factor(factors[place], value) for value in several)))
        parts.append(f"{listed} ({around})" if around and listed else listed or around)
    return "; ".join(parts)


def format_factor(factor: str, value: Any) -> str:
    """A factor's value as a reader would say it."""
    if value is None:
        return ""
    if factor == "interpreter":
        return f"Python {value}"
    if factor == "size":
        return units.format_bytes(value)
    if factor == "against":
        return f"against {units.channel_name(value)}"
    if factor == "processes":
        return f"{value} process{'es' if value > 1 else ''}"
    return {
        "about_ratio": "read as about ten times",
        "at_least_ratio": "read as at least ten times",
        "somewhere_ratio": "read as somewhere",
        "all": "among all",
        "the article's three": "among the article's three",
    }.get(value, str(value))
