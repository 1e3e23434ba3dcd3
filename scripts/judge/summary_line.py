"""A claim's verdict in one line for a table: for which kinds of operation it is true, for which not."""

from __future__ import annotations

from typing import Any

from judge import aggregation, wording
from judge.instrument.floors import class_of
from judge.model import Reading

LONG = 110  # characters: a sentence up to here needs no shorter one
MOST = 4  # values that are listed
KINDS = {
    "access": "single accesses",
    "update": "locked updates",
    "set-up": "creating and attaching",
    "first use": "first uses",
    "whole": "whole copies",
    "latency": "changes seen",
    "refresh": "changes handed on",
    "transfer": "transfers",
}
PAYLOADS = {"items": "ints", "small_items": "ints", "blob": "one object"}
FACTORS = ("interpreter", "payload", "processes", "operation", "size")


def of_claim(readings: list[Reading], claim: dict[str, Any]) -> str:
    """The line of a claim, by the readings that decide it."""
    deciding = aggregation.deciding_readings(readings, claim)
    return summary_line(deciding, wording.conclude(deciding)[1])


def summary_line(readings: list[Reading], sentence: str) -> str:
    """`sentence` where it is short, else yes, no and partly by kind of operation, by the most favourable test."""
    if len(sentence) <= LONG:
        return sentence
    told = [one for one in readings if one.verdict in ("holds", "fails")]
    if not told:
        return f"{sentence[: LONG - 1].rstrip()}…"
    decided = most_favourable_test(told)
    kinds: dict[str, list[Reading]] = {}
    for reading in decided:
        kinds.setdefault(KINDS[class_of(reading.conditions["operation"])], []).append(reading)
    groups = {name: some for kind, members in kinds.items() for name, some in split_by_payload(kind, members).items()}
    parts: dict[str, list[str]] = {"yes": [], "no": [], "partly": []}
    for kind, some in groups.items():
        held = sum(one.verdict == "holds" for one in some)
        answer = "yes" if held == len(some) else "partly" if held else "no"
        parts[answer].append(kind if answer != "partly" else f"{kind} ({what_it_depends_on(some, held)})")
    words = "; ".join(f"{answer} for {', '.join(names)}" for answer, names in parts.items() if names)
    return f"{words[0].upper()}{words[1:]}."


def split_by_payload(kind: str, readings: list[Reading]) -> dict[str, list[Reading]]:
    """A kind's readings under its name; each payload's under one of its own where nothing simpler tells them apart."""
    groups: dict[str, list[Reading]] = {}
    for one in readings:
        payload = one.conditions["payload"]
        groups.setdefault(f"{kind} of {PAYLOADS.get(payload, payload)}", []).append(one)
    return {kind: readings} if len(groups) < 2 or single_factor(readings) else groups


def most_favourable_test(decided: list[Reading]) -> list[Reading]:
    """The readings of the test, of those that a claim has, by which most of them hold."""
    tests: dict[tuple[str, Any], list[Reading]] = {}
    for reading in decided:
        tests.setdefault((reading.criterion, reading.conditions.get("among")), []).append(reading)
    return max(tests.values(), key=lambda some: sum(one.verdict == "holds" for one in some) / len(some))


def what_it_depends_on(readings: list[Reading], held: int) -> str:
    """What a kind depends on, if it is one factor; else how many hold."""
    return single_factor(readings) or f"{held} of {len(readings)}"


def single_factor(readings: list[Reading]) -> str:
    """Like "only attach", where one factor with few values tells which hold; "" otherwise."""
    for factor in FACTORS:
        if aggregation.explains([factor], readings):
            true = dict.fromkeys(
                aggregation.factor_values(one, [factor])[0] for one in readings if one.verdict == "holds"
            )
            words = [wording.format_factor(factor, value) for value in true]
            if all(words) and len(words) <= MOST:
                return f"only {', '.join(words)}" if words else "none"
    return ""
