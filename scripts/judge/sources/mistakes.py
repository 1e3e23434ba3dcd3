"""What of a claim's comparisons and probes can't be, in one line each; names that there aren't are told before."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from typing import Any

from collect import memory
from judge.sources import comparisons
from measure.contract import discovery
from measure.contract.operations import OPERATIONS, line, timed_workers

SIDES = ("of", "to")
HELD_AFTER = ("attach", "copy_out")  # operations after which it is noted what processes hold
ALONE = ("turns", "first")  # operations of these kinds are measured with one process
KINDS = {"backend": "backend", "payload": "payload", "operation": "operation"}  # factor -> the kind of its names


def names_in(where: str, entry: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """(key, kind of thing, its name) of all that a comparison names."""
    for factor, kind in KINDS.items():
        key = comparisons.FACTORS[factor]
        yield from ((f"{where}.{key}", kind, name) for name in entry.get(key, []))
        yield from ((f"{where}.{side}.{factor}", kind, entry[side][factor]) for side in SIDES if factor in entry[side])


def mistakes(claim: dict[str, Any]) -> Iterator[str]:
    """Comparisons without a condition, of a thing with itself, or of what can't be measured; entries given twice."""
    for key in ("comparisons", "probes"):
        told = [json.dumps(entry, sort_keys=True) for entry in claim.get(key, [])]
        yield from (f"{key}.{place}: is given twice; allowed: each once" for place in repeated(told))
    for number, entry in enumerate(claim.get("comparisons", [])):
        where = f"comparisons.{number}"
        found = list(factor_mistakes(where, entry))
        yield from found or side_mistakes(where, entry)
    if "comparisons" in claim and "headline" in claim:
        yield "headline: is not allowed with comparisons; their effects are the claim's line"


def repeated(told: list[str]) -> list[int]:
    """The places of what was told before."""
    return [place for place, one in enumerate(told) if one in told[:place]]


def factor_mistakes(where: str, entry: dict[str, Any]) -> Iterator[str]:
    """Each factor is named for both sides together, or by each of them."""
    for factor, key in comparisons.FACTORS.items():
        apart = [factor in entry[side] for side in SIDES]
        if key in entry and all(apart):
            yield f"{where}.{key}: is not allowed; each side names its own {factor}"
        if key not in entry and key not in comparisons.DEFAULTS and not all(apart):
            yield f"{where}.{key}: is missing; needed unless of and to each name their {factor}"


def side_mistakes(where: str, entry: dict[str, Any]) -> Iterator[str]:
    """Sides that are the same, and conditions under which nothing is ever measured."""
    for pair in comparisons.sides(entry, ["oldest", "newest"]):
        if pair[0] == pair[1]:
            yield f"{where}.to: is the same as of; needed: another backend, operation, size, interpreter or quantity"
            return
        if len({unit(side["quantity"]) for side in pair}) > 1:
            yield f"{where}: {pair[0]['quantity']} to {pair[1]['quantity']} is no ratio; needed: two of one unit"
            return
    for side in itertools.chain.from_iterable(comparisons.sides(entry, ["oldest", "newest"])):
        if not is_measured(side):
            what = "{operation} of {payload} with {processes} process(es)".format(**side)
            yield f"{where}: {what} is not allowed of {side['backend']}; it measures no such thing"
            return


def unit(quantity: str) -> str:
    """What a quantity is counted in."""
    return "seconds" if quantity in comparisons.TIMES else "bytes" if quantity.endswith("_bytes") else quantity


def is_measured(side: dict[str, Any]) -> bool:
    """Whether a mechanism or channel has the operation, for this payload and number of processes."""
    backend, operation = discovery.load_or_stand_in(discovery.find(side["backend"])), side["operation"]
    if side["quantity"] in memory.TOTALS:
        return operation in HELD_AFTER and side["payload"] in backend.payloads
    if hasattr(backend, "send") != (OPERATIONS[operation] == "round"):
        return False
    if side["processes"] != 1 and OPERATIONS[operation] in (*ALONE, "round"):
        return False
    if not timed_workers(operation, side["processes"]):
        return False
    return side["payload"] in backend.payloads and line(backend, operation, side["payload"]) is not None
