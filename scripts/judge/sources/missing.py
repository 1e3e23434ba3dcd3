"""What of a file of claims a run didn't measure: as the parts of a configuration that would."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from collect import memory
from judge.model import Reading, Verdict
from measure.contract import discovery
from support import units

TEXTS = ("interpreter", "backend", "payload")
PLACE = (*TEXTS, "size", "processes")
GROWTHS = ("grows", "flat", "alike")  # which are read over the span, both ends of it
# Folder of a contender -> the key of a configuration that its cells belong to.
KEYS = {discovery.CHANNELS: "transfer", discovery.CAUSES: "causes", discovery.CONTROLS: "instrument"}


class Wanted(NamedTuple):
    """An operation of a cell that a reading needs."""

    interpreter: str
    backend: str
    payload: str
    size: int
    processes: int
    operation: str


def planned(path: Path) -> set[Wanted]:
    """All that a plan.csv has, in whatever block."""
    with path.open(newline="", encoding="utf-8") as file:
        return {
            Wanted._make([*(row[name] for name in TEXTS), int(row["size_bytes"]), int(row["processes"]), operation])
            for row in csv.DictReader(file)
            for operation in row["operations"].split()
        }


def of_claim(claim: Verdict, known: set[Wanted], span: Sequence[int]) -> list[Wanted]:
    """What a claim's readings need and a plan lacks."""
    unmeasured = [one for one in claim.readings if one.decides and one.verdict == "not measured"]
    every = dict.fromkeys(one for reading in unmeasured for one in needed(reading, span))
    return [one for one in every if one not in known]


def needed(reading: Reading, span: Sequence[int]) -> Iterator[Wanted]:
    """What a reading is made of; nothing where that isn't cells."""
    where = reading.conditions
    if "sides" in where:
        for side in where["sides"]:
            noted = side["quantity"] in memory.TOTALS  # by each cell that copies out
            yield Wanted._make([*(side[name] for name in PLACE), "copy_out" if noted else side["operation"]])
    elif "processes" in where:
        sizes = span if reading.criterion in GROWTHS else where["size"]
        for size in sizes if isinstance(sizes, (list, tuple)) else [sizes]:
            for backend in dict.fromkeys(where["backends"]):
                place = where["interpreter"], backend, where["payload"], size, where["processes"]
                yield Wanted._make([*place, where["operation"]])


def probes(claim: Verdict) -> list[str]:
    """The backends that a claim's probes weren't asked of."""
    asked = [one for one in claim.readings if one.criterion == "probed" and one.verdict == "not measured"]
    return sorted({name for reading in asked for name in reading.conditions["backends"]})


def fragment(
    claims: Sequence[Verdict],
    entries: Sequence[dict[str, Any]],
    known: set[Wanted],
    span: Sequence[int],
    labels: list[str],
) -> dict[str, Any]:
    """The keys of a configuration that measures what `claims` need and a run lacks; empty where it lacks nothing.

    `entries` are the same claims as their file has them; `labels` are the run's interpreters, the oldest first.
    """
    wanted = {one: claim.id for claim in reversed(claims) for one in of_claim(claim, known, span)}
    found: dict[str, Any] = {}
    for part_key, part in parts(wanted, labels):
        found.setdefault(part_key, []).append(part)
    searched = {entry["id"]: entry for entry in entries if "limit_of" in entry}
    lacking = [searched[claim.id] for claim in claims if claim.id in searched and not claim.readings]
    if lacking:
        elements = dict.fromkeys(element for entry in lacking for element in entry["elements"])
        found["limits"] = {"backends": sorted({entry["limit_of"] for entry in lacking}), "elements": list(elements)}
    if asked := sorted({name for claim in claims for name in probes(claim)}):
        found["safety"] = {"interpreters": "newest", "backends": asked, "in_run": True}
    return found


def parts(wanted: dict[Wanted, str], labels: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """(key of the configuration, factorial) of as few factorials as have these cells and no others.

    Cells are put together by what they have in common, one factor after the other: interpreters, sizes, backends.
    """
    cells: dict[tuple[Any, ...], set[str]] = {}
    for one in wanted:
        cells.setdefault(one[:-1], set()).add(one.operation)
    groups: list[tuple[Any, ...]] = [
        (frozenset([label]), frozenset([backend]), payload, frozenset([size]), processes, frozenset(operations))
        for (label, backend, payload, size, processes), operations in cells.items()
    ]
    for place in (0, 3, 1):
        groups = joined(groups, place)
    for interpreters, backends, payload, sizes, processes, operations in groups:
        reasons = {name for one, name in wanted.items() if one.interpreter in interpreters and one.backend in backends}
        yield (
            key_of(min(backends)),
            {
                "why": f"claims {', '.join(sorted(reasons))}",
                "interpreters": which(interpreters, labels),
                "backends": sorted(backends),
                "payloads": [payload],
                "sizes": [in_words(size) for size in sorted(sizes)],
                "processes": [processes],
                "operations": sorted(operations),
            },
        )


def joined(groups: list[tuple[Any, ...]], place: int) -> list[tuple[Any, ...]]:
    """Groups that differ in one place alone, as one that has all of them there; channels are kept apart from others."""
    found: dict[tuple[Any, ...], list[Any]] = {}
    for group in groups:
        rest = (*group[:place], *group[place + 1 :], key_of(min(group[1])))
        found.setdefault(rest, []).append(group)
    return [
        (*some[0][:place], frozenset().union(*(group[place] for group in some)), *some[0][place + 1 :])
        for some in found.values()
    ]


def key_of(backend: str) -> str:
    """The key of a configuration that a contender's cells belong to."""
    path = discovery.find(backend)
    return next((key for folder, key in KEYS.items() if Path(path).parent == Path(folder)), "sweep")


def which(interpreters: frozenset[str], labels: list[str]) -> str:
    """The word of a configuration for some interpreters; all, where no other word means them."""
    words = {frozenset([labels[0], labels[-1]]): "ends", frozenset(labels[-1:]): "newest"}
    return words.get(interpreters, "all")


def in_words(size: int) -> int | str:
    """A size as a configuration has it."""
    text = units.format_bytes(size)
    return size if text.endswith(" B") else text
