"""What a run shows of a claim, in a sentence: the effect of its reading, or of those that lie furthest apart."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from judge import aggregation
from judge.model import Reading, Verdict
from judge.words import headline, phrases, statement
from support import units

SEEN = ("works", "probed")  # what was seen has no number: the claim's sentence tells of it
HOLDS = "holds"
NOTHING = "This run has nothing for it."
# Quantity -> the verb of a side that has it, and what there is so many times as much of.
WORDS = {
    "seconds": ("takes", "as long"),
    "p50_seconds": ("takes", "as long, in the median,"),
    "p90_seconds": ("takes", "as long, at the 90% quantile,"),
    "p99_seconds": ("takes", "as long, at the 99% quantile,"),
    "total_pss_bytes": (HOLDS, "as much memory, by PSS,"),
    "total_rss_bytes": (HOLDS, "as much memory, by RSS,"),
}


def with_effect(claim: Verdict) -> Verdict:
    """The verdict with the effect as its line, and where readings are missing what is lacking as its sentence too."""
    family = aggregation.family(claim.readings)
    if claim.verdict is None:
        return claim
    if claim.verdict == "not measured here":
        text = lacking(claim.readings)
        return replace(claim, short=text, statement=text)
    others = [one for one in claim.readings if not one.decides and one.verdict != "does not apply"]
    told = line(family)
    return replace(claim, short=" ".join([told, *statement.beside(others)]) if told else claim.statement)


def lacking(readings: list[Reading]) -> str:
    """What of a claim a run didn't measure, and why; or why none of it can be measured there."""
    missing = [one for one in readings if one.verdict == "not measured"]
    if missing:
        return f"{len(missing)} of {len(readings)} readings are missing: {aggregation.most_common_reason(missing)}."
    return f"None of it applies here: {aggregation.most_common_reason(readings)}." if readings else NOTHING


def line(family: list[Reading]) -> str:
    """The effect of the only reading that has a number, or the smallest and the largest; "" where there is none."""
    known = [one for one in family if one.criterion not in SEEN and np.isfinite(one.estimate)]
    if not known:
        return ""
    ends = sorted(known, key=lambda one: one.estimate)
    if len(known) == 1:
        return f"{begun(of_reading(known[0]), known[0])}."
    told = [of_reading(ends[0]), of_reading(ends[-1])]
    return f"Of {len(family)} readings the least: {told[0]}; the most: {told[1]}."


def begun(says: str, reading: Reading) -> str:
    """A sentence's beginning; a mechanism's name stays as it is."""
    return says if says.startswith(reading.conditions["backends"][0]) else statement.sentence_case(says)


def of_reading(reading: Reading) -> str:
    """One reading's effect with its condition and its interpreter."""
    where = reading.conditions
    label = f" (Python {where['interpreter']})"
    if reading.criterion == "limit":
        return (
            f"{headline.in_words(reading, headline.ELEMENTS.get(where['payload'], where['payload']), 0, 0, {})}{label}"
        )
    if "sides" in where:
        return f"{of_sides(reading)}{'' if two_of(reading, 'interpreter') else label}"
    size = None if isinstance(where["size"], list) else where["size"]
    says = phrases.action(where["operation"], where["payload"], size, where["processes"])
    than = {"versus": where["backends"][0]} if len(where["backends"]) == 2 else {}
    return f"{headline.in_words(reading, says, reading.low, reading.high, than)}{label}"


def of_sides(reading: Reading) -> str:
    """A comparison's effect: what is done or held, and how many times as long or as much it is for the first side."""
    where, names = reading.conditions, reading.conditions["backends"]
    one: dict[str, Any] = where["sides"][0] | {"size": where.get("best_size", where["sides"][0]["size"])}
    shared = {key: None if two_of(reading, key) else one[key] for key in ("operation", "size", "processes")}
    verb, much = WORDS.get(one["quantity"], ("has", f"as many {one['quantity'].replace('_', ' ')}"))
    if np.isnan(reading.low):
        times = f"{phrases.factor(reading.estimate)} times (by {reading.blocks} blocks, too few for an interval)"
    else:
        times = phrases.times(reading.estimate, reading.low, reading.high, reading.bound)
    says = f"{names[0]} {verb} {times} {much} as {names[1]}"
    if shared["operation"]:
        done = phrases.action(shared["operation"], one["payload"], shared["size"], shared["processes"] or 1)
        return f"{'after ' if verb == HOLDS else ''}{done}: {says}"
    return f"{says} ({units.format_bytes(shared['size'])})" if shared["size"] else says


def two_of(reading: Reading, factor: str) -> bool:
    """Whether the two sides of a comparison differ in a factor."""
    one, other = reading.conditions["sides"][:2]
    return bool(one[factor] != other[factor])
