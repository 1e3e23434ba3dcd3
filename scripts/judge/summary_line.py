"""A claim's verdict in one line for a table: for which kinds of operation it is true, for which not."""

from judge import aggregation, wording
from judge.controls import class_of

LONG = 110  # characters: a sentence up to here needs no shorter one
MOST = 4  # values that are listed
KINDS = {
    "access": "single accesses",
    "update": "locked updates",
    "set-up": "creating and attaching",
    "whole": "whole copies",
    "latency": "changes seen",
    "refresh": "changes handed on",
    "transfer": "transfers",
}
PAYLOADS = {"items": "ints", "small_items": "ints", "blob": "one object"}
FACTORS = ("interpreter", "payload", "processes", "operation", "size")


def of_claim(readings, claim):
    """The line of a claim, by the readings that decide it."""
    weighed = aggregation.deciding_readings(readings, claim)
    return summary_line(weighed, wording.conclude(weighed)[1])


def summary_line(readings, sentence):
    """`sentence` where it is short, else yes, no and partly by kind of operation, by the test that is kindest."""
    if len(sentence) <= LONG:
        return sentence
    decided = most_favourable_test([one for one in readings if one.verdict in ("holds", "fails")])
    groups = {}
    for reading in decided:
        groups.setdefault(KINDS.get(class_of(reading.conditions["operation"])), []).append(reading)
    groups = {name: some for kind, members in groups.items() for name, some in split_by_payload(kind, members).items()}
    parts = {"yes": [], "no": [], "partly": []}
    for kind, some in groups.items():
        held = sum(one.verdict == "holds" for one in some)
        answer = "yes" if held == len(some) else "partly" if held else "no"
        parts[answer].append(kind if answer != "partly" else f"{kind} ({what_it_depends_on(some, held)})")
    words = "; ".join(f"{answer} for {', '.join(kinds)}" for answer, kinds in parts.items() if kinds)
    return f"{words[0].upper()}{words[1:]}."


def split_by_payload(kind, readings):
    """A kind's readings under its name; each payload's under one of its own where nothing simpler tells them apart."""
    groups = {}
    for one in readings:
        payload = one.conditions["payload"]
        groups.setdefault(f"{kind} of {PAYLOADS.get(payload, payload)}", []).append(one)
    return {kind: readings} if len(groups) < 2 or single_factor(readings) else groups


def most_favourable_test(decided):
    """The readings of the test, of those that a claim has, by which most of them hold."""
    tests = {}
    for reading in decided:
        tests.setdefault((reading.criterion, reading.conditions.get("among")), []).append(reading)
    return max(tests.values(), key=lambda some: sum(one.verdict == "holds" for one in some) / len(some))


def what_it_depends_on(readings, held):
    """What a kind depends on, if it is one factor; else how many hold."""
    return single_factor(readings) or f"{held} of {len(readings)}"


def single_factor(readings):
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
