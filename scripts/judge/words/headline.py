"""The effects that the reader of a claim meets first: the conditions that its entry declares, in one line."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import numpy as np

from judge.model import Effect, Reading
from judge.words import phrases
from judge.words.statement import sentence_case
from stats import intervals
from support import units

GROWTHS = ("grows", "flat", "alike")
ELEMENTS = {
    "bytes": "one bytes object",
    "two_bytes": "two bytes objects",
    "str_ascii": "one ASCII text",
    "str_multibyte": "one text of three-byte characters",
    "ints": "ints",
    "floats": "floats",
    "short_strs": "short texts",
}


def effects(readings: list[Reading], claim: dict[str, Any]) -> list[Effect]:
    """The declared conditions' effects, with intervals that hold together at 95% (Bonferroni)."""
    conditions = claim.get("headline", [])
    labels = sorted({one.conditions["interpreter"] for one in readings}, key=units.version_key)
    found = [effect(readings, claim, wanted, labels, len(conditions)) for wanted in conditions]
    for number, one in enumerate(found):
        says = sentence_case(one.says) if not number else without_the_ends(one.says)
        found[number] = replace(one, says=says)
    return found


def without_the_ends(says: str) -> str:
    """A growth's words without the range, which stands with the first of them."""
    return re.sub(r" as long in \S+ \S+ as in \S+ \S+, \S+ times the size", " as long", says)


def line(found: list[Effect], readings: list[Reading], sentence: str) -> str:
    """The effects in one line, with the interpreter that they are of; the sentence where there are none."""
    told = [one for one in found if one.reading is not None]
    if not told:
        return sentence
    labels = {readings[one.reading].conditions["interpreter"] for one in told if one.reading is not None}
    text = "; ".join(one.says for one in found)
    return f"{text} (Python {labels.pop()})." if len(labels) == 1 else f"{text}."


def effect(readings: list[Reading], claim: dict[str, Any], wanted: dict[str, Any], labels: list[str], k: int) -> Effect:
    """One condition's effect; where it has no number, why."""
    criterion = claim["tests"][0]["criterion"]
    says = subject(criterion, wanted)
    places = [place for place, one in enumerate(readings) if one.decides and matches(one, wanted, labels)]
    if not places:
        return Effect(f"{says}: not in this run")
    reading = readings[places[0]]
    if "best_size" in reading.conditions:  # else runs of other sizes would seem to say other things of the same
        says = subject(criterion, wanted | {"size": reading.conditions["best_size"]})
    several = len({one["interpreters"] for one in claim["headline"]}) > 1
    tail = f" (Python {reading.conditions['interpreter']})" if several else ""
    if not np.isfinite(reading.estimate):
        return Effect(f"{says}: {without_a_number(reading)}{tail}", places[0])
    low, high = interval(reading, k)
    words = in_words(reading, says, low, high, claim)
    return Effect(f"{words}{tail}", places[0], reading.estimate, low, high, reading.unit)


def matches(reading: Reading, wanted: dict[str, Any], labels: list[str]) -> bool:
    """Whether a reading is of the condition: what the entry doesn't name is not asked."""
    where = reading.conditions
    label = labels[-1] if wanted["interpreters"] == "newest" else labels[0]
    if "element" in wanted:
        of_element = (where["payload"], where["mode"], where["interpreter"])
        return bool(of_element == (wanted["element"], "plain", label))
    asked: dict[str, Any] = {name: wanted[name] for name in ("operation", "payload", "against") if name in wanted}
    asked |= {"interpreter": label, "processes": wanted.get("processes", 1)}
    size = where.get("best_size", where.get("size"))
    fits: bool = "size" not in wanted or isinstance(where.get("size"), list) or size == wanted["size"]
    return fits and all(where.get(name) == value for name, value in asked.items())


def subject(criterion: str, wanted: dict[str, Any]) -> str:
    """What is done, in words."""
    if "element" in wanted:
        return ELEMENTS.get(wanted["element"], str(wanted["element"]))
    size = None if criterion in GROWTHS else wanted.get("size")
    return phrases.action(wanted["operation"], wanted["payload"], size, wanted.get("processes", 1))


def without_a_number(reading: Reading) -> str:
    """Why a condition has no number."""
    return reading.reason if reading.verdict == "undecided" else f"{reading.verdict} ({reading.reason})"


def interval(reading: Reading, k: int) -> tuple[float, float]:
    """Its interval at 1 - 0.05 / k, and that again shared among the sizes where the best one was chosen."""
    if not reading.logs:
        return reading.low, reading.high
    level = 1 - (1 - intervals.CONFIDENCE) / (k * max(1, len(reading.alternatives)))
    low, high = np.exp(intervals.interval(np.array(reading.logs), level)[1:])
    return float(low), float(high)


def in_words(reading: Reading, says: str, low: float, high: float, claim: dict[str, Any]) -> str:
    """The effect of a reading as its criterion has it."""
    if reading.criterion == "limit":
        found = f"{reading.estimate:,.0f} bytes"
        return f"{says}: {f'no limit up to {found}' if reading.bound else f'{found} at most'}"
    if np.isnan(low):
        return f"{says}: {phrases.factor(reading.estimate)} times, by {reading.blocks} blocks, too few for an interval"
    times = phrases.times(reading.estimate, low, high, reading.bound)
    if reading.criterion in GROWTHS:
        first, last = (reading.conditions["size"][place] for place in (0, -1))
        sizes = f"{units.format_bytes(last)} as in {units.format_bytes(first)}"
        return f"{says} takes {times} as long in {sizes}, {phrases.multiple(last / first)} the size"
    if reading.criterion == "regret":
        return f"{says} as advised takes {times} as long as by the best"
    than = f"by {units.channel_name(reading.conditions['against'])}" if reading.conditions.get("against") else ""
    than = than or claim.get("versus", "")
    return f"{says}: {phrases.compared(reading.estimate, low, high, reading.bound, than)}"
