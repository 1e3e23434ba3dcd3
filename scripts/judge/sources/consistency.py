"""What of a claim contradicts itself: conditions that it is never read under, things said twice, bounds of nothing."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator
from typing import Any

from measure.contract import discovery
from measure.contract.operations import OPERATIONS, is_of_payload

BY_SIZE = ("at_least_ratio", "about_ratio", "regret")  # whose readings are of one size and a number of processes each
ENDS = ("oldest", "newest")
INTERPRETERS = {"all": (*ENDS, "others"), "ends": ENDS, "newest": ("newest",), "others": ("others",)}
COMPARED = ({"ratio", "size"}, {"backend", "sizes"})  # of a cause: two backends at one size, one at two


def mistakes(claim: dict[str, Any]) -> Iterator[str]:
    """Of a claim that has the keys which its tests need, and names only what there is."""
    yield from evidence_mistakes(claim)
    if "tests" not in claim:
        return
    if claim.get("checks", claim["id"]) != claim["id"]:
        yield f"checks: {claim['checks']!r} is not allowed; allowed: the claim's own id, which its checks name"
    yield from twice("tests", ((test["criterion"], str(test.get("among"))) for test in claim["tests"]))
    yield from reading_mistakes(claim)
    yield from headline_mistakes(claim)
    yield from advice_mistakes(claim)


def twice(where: str, entries: Iterable[Any]) -> Iterator[str]:
    """Entries that say again what one before them says."""
    seen: set[Any] = set()
    for number, entry in enumerate(entries):
        if entry in seen:
            yield f"{where}.{number}: is given twice; allowed: each once"
        seen.add(entry)


def reading_mistakes(claim: dict[str, Any]) -> Iterator[str]:
    """Readings that there can't be, or that are declared twice."""
    by_size = any(test["criterion"] in BY_SIZE for test in claim["tests"])
    seen: set[tuple[Any, ...]] = set()
    for number, entry in enumerate(claim.get("readings", [])):
        where, sizes = f"readings.{number}", entry.get("sizes", [])
        if not by_size:
            unread = sorted({"sizes", "processes"} & set(entry))
            yield from (f"{where}.{key}: is not allowed; allowed with: {', '.join(BY_SIZE)}" for key in unread)
        if "processes" in entry and not sizes:
            yield f"{where}.sizes: is missing; needed with processes"
        if max(sizes, default=0) > claim.get("largest", math.inf):
            yield f"{where}.sizes: {max(sizes)} is not allowed; allowed: up to largest, {claim['largest']}"
        for operation in entry["operations"]:
            yield from operation_mistakes(f"{where}.operations", operation, entry["payload"])
            if OPERATIONS[operation] == "round":
                yield f"{where}.operations: {operation} is not allowed; it is what channels do, and read with faster"
        declared = set(conditions(entry))
        if declared & seen:
            again = sorted({condition[1] for condition in declared & seen})
            yield f"{where}.operations: {', '.join(again)} of {entry['payload']}: declared by a reading before"
        seen |= declared


def conditions(entry: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    """(interpreter, operation, payload, size, processes) of an entry of readings; without sizes None stands for all."""
    which = INTERPRETERS[entry.get("interpreters", "all")]
    sizes, processes = entry.get("sizes", [None]), entry.get("processes", [1])
    return itertools.product(which, entry["operations"], [entry["payload"]], sizes, processes)


def operation_mistakes(where: str, operation: str, payload: str) -> Iterator[str]:
    """An operation that such a payload doesn't have."""
    if not is_of_payload(operation, payload):
        allowed = sorted(name for name in OPERATIONS if is_of_payload(name, payload))
        yield f"{where}: {operation} is not allowed for {payload}; allowed: {', '.join(allowed)}"


def headline_mistakes(claim: dict[str, Any]) -> Iterator[str]:
    """Conditions that no reading of the claim can be of."""
    criterion = claim["tests"][0]["criterion"]
    needed, allowed = headline_keys(claim, criterion)
    found = claim.get("headline", [])
    for number, wanted in enumerate(found):
        where, keys = f"headline.{number}", set(wanted) - {"interpreters", "why"}
        for key in sorted(needed - keys):
            yield f"{where}.{key}: is missing; {criterion} needs {', '.join(sorted(needed))}"
        for key in sorted(keys - needed - allowed):
            yield f"{where}.{key}: is not allowed with {criterion}; allowed: {', '.join(sorted(needed | allowed))}"
        if needed <= keys and not is_read(claim, wanted):
            told = ", ".join(f"{key} {wanted[key]}" for key in sorted(keys | {"interpreters"}))
            yield f"{where}: {told}: is not allowed; allowed: what the claim is read under"
    told_once = (tuple(sorted((key, one[key]) for key in one if key != "why")) for one in found)
    yield from twice("headline", told_once)


def headline_keys(claim: dict[str, Any], criterion: str) -> tuple[set[str], set[str]]:
    """(the keys that a condition needs, those that it may have) beside its interpreters and its why."""
    if criterion == "limit":
        return {"element"}, set()
    if "faster" in claim:
        return {"operation", "payload", "against"}, {"size"}
    if criterion in BY_SIZE:
        return {"operation", "payload", "size"}, {"processes"}
    return {"operation", "payload"}, set()


def is_read(claim: dict[str, Any], wanted: dict[str, Any]) -> bool:
    """Whether a condition of the headline is among those that the claim is read under."""
    if "element" in wanted:
        return wanted["element"] in claim["elements"]
    if "faster" in claim:
        faster = claim["faster"] if isinstance(claim["faster"], dict) else {wanted["payload"]: claim["faster"]}
        named = wanted["payload"] in faster and faster[wanted["payload"]] != wanted["against"]
        return named and OPERATIONS[wanted["operation"]] == "round"
    sizes = {None, wanted.get("size")}
    here = wanted["interpreters"], wanted["operation"], wanted["payload"]
    declared = [one for entry in claim.get("readings", []) for one in conditions(entry) if one[:3] == here]
    return any(size in sizes and processes == wanted.get("processes", 1) for *_, size, processes in declared)


def advice_mistakes(claim: dict[str, Any]) -> Iterator[str]:
    """Advice that is not among what it is held against, or followed at one side of its border only."""
    advice = claim.get("advice")
    if not advice:
        return
    for number, test in enumerate(claim["tests"]):
        left_out = {advice["small"], advice["large"]} - set(test.get("among", []))
        if isinstance(test.get("among"), list) and left_out:
            yield f"tests.{number}.among: {', '.join(sorted(left_out))}: is missing; needed: what is advised"
    sizes = [size for entry in claim.get("readings", []) for size in entry.get("sizes", [0, math.inf])]
    if sizes and not min(sizes) <= advice["border"] < max(sizes):
        border, allowed = advice["border"], f"from {min(sizes)} to below {max(sizes)}, the sizes of its readings"
        yield f"advice.border: {border} is not allowed; allowed: {allowed}"


def evidence_mistakes(claim: dict[str, Any]) -> Iterator[str]:
    """Evidence of causes that there can't be."""
    for number, cause in enumerate(claim.get("causes", [])):
        for place, wanted in enumerate(cause.get("shown_by", [])):
            where = f"causes.{number}.shown_by.{place}.operation"
            yield from operation_mistakes(where, wanted["operation"], wanted["payload"])
            yield from channel_mistakes(where, wanted)
        for place, wanted in enumerate(cause.get("limits", [])):
            if wanted["element"] not in claim["elements"]:
                where, allowed = f"causes.{number}.limits.{place}.element", ", ".join(claim["elements"])
                yield f"{where}: {wanted['element']!r} is not allowed; allowed: the claim's elements, {allowed}"


def channel_mistakes(where: str, wanted: dict[str, Any]) -> Iterator[str]:
    """A hand-over by what is no channel, or something else that a channel should do."""
    operation = wanted["operation"]
    for name in wanted.get("ratio") or [wanted["backend"]]:
        if is_channel(name) != (OPERATIONS[operation] == "round"):
            yield f"{where}: {operation} is not allowed of {name}; transfer is what channels do, and all that they do"


def is_channel(name: str) -> bool:
    return hasattr(discovery.load_or_stand_in(discovery.find(name)), "send")


def bound_mistakes(claim: dict[str, Any]) -> Iterator[str]:
    """Causes without evidence, comparisons of nothing, and bounds that nothing can meet, or everything."""
    for number, cause in enumerate(claim.get("causes", [])):
        if not {"shown_by", "limits"} & set(cause):
            yield f"causes.{number}: is without evidence; needed: shown_by or limits"
        if "limits" in cause and "limit_of" not in claim:
            yield f"causes.{number}.limits: is not allowed; allowed with: limit_of"
        for kind in ("shown_by", "limits"):
            for place, wanted in enumerate(cause.get(kind, [])):
                where = f"causes.{number}.{kind}.{place}"
                if kind == "shown_by" and set.union(*COMPARED) & set(wanted) not in COMPARED:
                    yield f"{where}: is no comparison; needed: ratio and size, or backend and sizes"
                if not {"at_least", "at_most"} & set(wanted):
                    yield f"{where}: is without a bound; allowed: at_least, at_most, or both"
                elif wanted.get("at_least", 0) >= wanted.get("at_most", math.inf):
                    yield f"{where}.at_most: {wanted['at_most']!r} is not allowed; allowed: more than at_least"
