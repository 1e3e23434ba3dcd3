"""A claim's verdict from its readings, and the sentence that says it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from judge import aggregation
from judge.model import ClaimVerdict, Reading
from support import units

Side = Literal["holds", "fails"]
LONG = 300  # characters: longer lists are counted


def verdict_and_sentence(readings: list[Reading], claim: dict[str, Any]) -> tuple[ClaimVerdict, str]:
    """(verdict, sentence) of a claim; the readings of a test that is made `also` are told, and decide nothing."""
    weighing = aggregation.deciding_readings(readings, claim)
    verdict, sentence = conclude(weighing)
    decides = {reading.criterion for reading in weighing}
    stronger = [reading for reading in readings if reading.criterion not in decides]
    return verdict, sentence + (f" The stronger reading: {conclude(stronger)[1]}" if stronger else "")


def conclude(readings: list[Reading]) -> tuple[ClaimVerdict, str]:
    """(verdict, sentence). Decided readings that disagree make it `depends`, if both sides are well founded."""
    decided = [reading for reading in readings if reading.verdict in ("holds", "fails")]
    if not decided:
        return nothing_decided(readings)
    if all(reading.criterion == "works" and reading.verdict == "holds" for reading in decided):
        untried = len(readings) - len(decided)
        rest = f"; {untried} could not be tried" if untried else ""
        return "holds", f"All {len(decided)} checks that ran saw what they expect{rest}."
    sides = split(decided)
    founded = {verdict: aggregation.significant_for_family(side, len(readings)) for verdict, side in sides.items()}
    rest = count_undecided(readings)
    if all(founded.values()):
        return "depends", f"{explain_by_criterion(decided)}{rest}"
    verdict = max(sides, key=lambda name: (founded[name], len(sides[name])))
    exceptions = sides["fails" if verdict == "holds" else "holds"]
    text = f"It {verdict} in {len(sides[verdict])} of the {len(decided)} readings that are decided"
    if exceptions:
        words = format_conditions(exceptions, aggregation.varying_factors(decided))
        text += f"; the others, which chance may explain, are {words}"
    return verdict, f"{text}.{rest}"


def split(decided: list[Reading]) -> dict[Side, list[Reading]]:
    """The readings that hold and those that fail."""
    sides: tuple[Side, Side] = ("holds", "fails")
    return {side: [reading for reading in decided if reading.verdict == side] for side in sides}


def nothing_decided(readings: list[Reading]) -> tuple[ClaimVerdict, str]:
    measured = [reading for reading in readings if reading.verdict == "undecided"]
    if measured:
        return "undecided", f"No reading is decided: {aggregation.most_common_reason(measured)}."
    return (
        "not measured",
        f"Nothing was measured: {aggregation.most_common_reason(readings) or 'the sweep has no cells for it'}.",
    )


def explain_by_criterion(decided: list[Reading]) -> str:
    """What it depends on, for each test of the claim."""
    tests: dict[tuple[str, Any], list[Reading]] = {}
    for reading in decided:
        tests.setdefault((reading.criterion, reading.conditions.get("among")), []).append(reading)
    if len(tests) == 1:
        return f"It {explain_split(decided)}."
    parts = []
    for (criterion, among), some in tests.items():
        name = format_factor("among", among) if among else format_factor("criterion", criterion)
        parts.append(f"{name[0].upper()}{name[1:]} it {explain_split(some)}.")
    return " ".join(parts)


def count_undecided(readings: list[Reading]) -> str:
    parts = []
    for verdict in ("undecided", "not measured"):
        count = sum(reading.verdict == verdict for reading in readings)
        if count:
            parts.append(f"{count} {verdict}")
    return f" Of {len(readings)} readings, {' and '.join(parts)}." if parts else ""


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
        return f"against {value[len('via_') :].replace('_', ' ')}"
    if factor == "processes":
        return f"{value} process{'es' if value > 1 else ''}"
    return {
        "about_ratio": "read as about ten times",
        "at_least_ratio": "read as at least ten times",
        "somewhere_ratio": "read as somewhere",
        "all": "among all",
        "the article's three": "among the article's three",
    }.get(value, str(value))
