"""A claim's sentence: in how many of its readings it surely holds or fails, and what separates the two."""

from __future__ import annotations

import re
from typing import Any

from judge import aggregation, closed_test
from judge.model import ClaimVerdict, Count, Reading
from judge.words import wording
from support import units

SEEN = ("works", "probed")  # criteria whose readings were seen, not measured
WORDS = {"holds": "holds", "mostly holds": "holds", "fails": "fails", "mostly fails": "fails"}
MOST = 3  # checks that are named
TESTS = {
    "about_ratio": "about that factor",
    "at_least_ratio": "at least that factor, at every size",
    "alike": "the same growth for both",
    "published_ratio": "what was published",
    "regret": "against the best of all that was measured",
}


def conclusion(readings: list[Reading], claim: dict[str, Any]) -> tuple[ClaimVerdict, Count, str]:
    """(verdict, count, sentence) of a claim; what is read by a further test is told beside it alone."""
    family = aggregation.family(readings)
    verdict, count = closed_test.conclude(family)
    sentence = sentence_of(verdict, count, family, claim)
    others = [one for one in readings if not one.decides and one.verdict != "does not apply"]
    return verdict, count, " ".join([sentence, *beside(others)])


def beside(readings: list[Reading]) -> list[str]:
    """A sentence for each test that the verdict is not made of."""
    told = []
    for criterion in dict.fromkeys(one.criterion for one in readings):
        some = [one for one in readings if one.criterion == criterion]
        held, failed = (sum(one.verdict == side for one in some) for side in ("holds", "fails"))
        counted = f"holds in {held} of {len(some)} readings, fails in {failed}"
        told.append(f"A further test, which doesn't count ({TESTS.get(criterion, criterion)}): {counted}.")
    return told


def sentence_of(verdict: ClaimVerdict, count: Count, family: list[Reading], claim: dict[str, Any]) -> str:
    """The sentence of the readings that decide."""
    if verdict == "not measured here":
        return not_measured(family, claim)
    if verdict in ("holds", "fails"):
        return all_alike(verdict, family, claim)
    if all(one.criterion in SEEN for one in family):
        if verdict == "undecided":
            open_ones = dict.fromkeys(one.reason for one in family if one.verdict == "undecided")
            return f"{sentence_case('; '.join(open_ones))}; what depends on chance may happen all the same."
        return f"Not everywhere: {'; '.join(failures(family)) or 'what could be tried saw what it expected'}."
    word = WORDS.get(verdict, "")
    if not word:
        return both_sides(verdict, count, family)
    surely, otherwise = (count.true, count.false) if word == "holds" else (count.false, count.true)
    text = f"It {word} in at least {surely} of {count.declared} readings"
    text += f"; otherwise in at least {otherwise}" if otherwise else ""
    return f"{text}.{separation(family)}"


def all_alike(verdict: ClaimVerdict, family: list[Reading], claim: dict[str, Any]) -> str:
    """The sentence of a claim whose readings all agree; one that was looked at says what was seen."""
    seen = all(one.criterion in SEEN for one in family)
    if seen and verdict == "holds" and "seen" in claim:
        return f"{sentence_case(claim['seen'])}{interpreters(family)}."
    if len(family) == 1:
        return f"It {verdict}: {family[0].reason}." if seen else f"It {verdict} in its only reading."
    if seen and verdict == "fails":
        return f"Nowhere: {'; '.join(failures(family))}."
    return f"It {verdict} in all {len(family)} {'checks' if seen else 'readings'}."


def failures(family: list[Reading]) -> list[str]:
    """The first observations that contradict the claim, each once, with where."""
    wheres: dict[tuple[str, str], list[str]] = {}
    for one in family:
        if one.verdict == "fails":
            what = one.conditions["backends"] if one.criterion == "probed" else [one.conditions["operation"]]
            wheres.setdefault((one.conditions["interpreter"], one.reason), []).extend(what)
    told = [f"{' and '.join(what)} under Python {label}: {reason}" for (label, reason), what in wheres.items()]
    return [*told[:MOST], *([f"and {len(told) - MOST} more"] if len(told) > MOST else [])]


def interpreters(family: list[Reading]) -> str:
    """Under which interpreters it was seen."""
    labels = sorted({one.conditions["interpreter"] for one in family}, key=units.version_key)
    return f" ({len(labels)} Pythons, {labels[0]} to {labels[-1]})" if len(labels) > 1 else f" (Python {labels[0]})"


def both_sides(verdict: ClaimVerdict, count: Count, family: list[Reading]) -> str:
    """The sentence of a claim that depends, or of which too little is certain."""
    if verdict == "depends":
        return f"{together(count)}.{separation(family)}"
    return f"{together(count)}: too few for a verdict. {one_by_one(family)}"


def one_by_one(family: list[Reading]) -> str:
    """What the readings say each by itself, which is more than they say together."""
    by = {verdict: [one for one in family if one.verdict == verdict] for verdict in ("holds", "fails", "undecided")}
    reason = aggregation.most_common_reason(by["undecided"])
    why = f" (mostly: {spelled(reason)})" if reason else ""
    held, failed, undecided = (len(some) or "none" for some in by.values())
    return f"One by one, {held} hold, {failed} fail and {undecided} stay undecided{why}."


def together(count: Count) -> str:
    """How many readings are certain, all of them taken together; more may be so by themselves."""
    held, failed = count.true or "none", count.false or "none"
    return f"Taken together, {held} of {count.declared} readings hold for certain and {failed} fail"


def spelled(reason: str) -> str:
    """A reason that is a size and an exception without words, as a sentence would say it."""
    found = re.fullmatch(r"(\d+) B: (\w+):? ?", reason)
    return f"at {units.format_bytes(int(found[1]))} it raised {found[2]}" if found else reason


def separation(family: list[Reading]) -> str:
    """What tells the readings that hold, each by itself, from those that fail."""
    decided = [one for one in family if one.verdict in ("holds", "fails")]
    return f" By themselves, it {wording.explain_split(decided)}." if decided else ""


def not_measured(family: list[Reading], claim: dict[str, Any]) -> str:
    """What is missing, why, what would measure it, and how long that takes: `validate.claim_extent` sees to it."""
    command, time = f"`make claim ID={claim['id']}`", "in about five minutes or less"
    if not family:
        return f"This run has nothing for it; {command} measures it {time}."
    missing = [one for one in family if one.verdict == "not measured"]
    reason = aggregation.most_common_reason(missing)
    return f"{len(missing)} of {len(family)} readings are missing ({reason}); {command} measures them {time}."


def sentence_case(text: str) -> str:
    return text[:1].upper() + text[1:]
