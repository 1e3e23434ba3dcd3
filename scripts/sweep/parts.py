"""The parts of a plan, checked: each value of a factor is measured with some value of every other one."""

from __future__ import annotations

import functools
import itertools
import json
from collections.abc import Iterator
from typing import Any

from measure.contract import discovery
from measure.contract.operations import OPERATIONS, line
from support import units
from sweep import plan

ALONE = ("turns", "first")  # operations of these kinds are measured with one process


def mistakes(config: dict[str, Any]) -> Iterator[tuple[list[Any], str]]:
    """(keys, what is wrong) of every part of a configuration that names only what there is."""
    for kind in plan.KINDS:
        seen: set[str] = set()
        for number, part in enumerate(config[kind]):
            here = json.dumps({key: part[key] for key in part if key != "why"}, sort_keys=True)
            if here in seen:
                yield [kind, number], "is given twice; allowed: each part once"
            seen.add(here)
            if kind != "sweep" and "backends" not in part:
                yield [kind, number], "is without backends; needed here, for those of the configuration belong to sweep"
            else:
                yield from (([kind, number, key], words) for key, words in part_mistakes(kind, part))


def part_mistakes(kind: str, part: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """(key, what is wrong) of one part."""
    if len(set(map(units.size_in_bytes, part["sizes"]))) < len(part["sizes"]):
        yield "sizes", f"{part['sizes']} is not allowed; allowed: each size once, however it is written"
    counted = [size for size in part["sizes"] if str(size).endswith("keys")]
    if counted and part["payloads"] != ["mapping"]:
        yield "sizes", f"{counted[0]} is not allowed with payloads {part['payloads']}; allowed: keys of a mapping alone"
    yield from needless_names(part.get("backends", []), plan.KINDS[kind])
    if part["operations"] != "all":
        yield from idle_values(kind, part)


def idle_values(kind: str, part: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """(key, words) of each value by which nothing is measured.

    Where the part names no backends of its own, what those of the configuration lack is a gap that the report shows.
    """
    named = "all" not in part.get("backends", ["all"])
    names = part["backends"] if named else plan.expand_all(["all"], plan.KINDS[kind])
    factors = {"backends": names, **{key: part[key] for key in ("payloads", "processes", "operations")}}
    measured = [one for one in itertools.product(*factors.values()) if is_measured(*one)]
    for place, key in enumerate(factors):
        idle = [value for value in factors[key] if value not in {one[place] for one in measured}]
        if idle and (named or key != "backends"):
            yield key, f"{idle[0]} is not allowed; nothing can be measured of it with the part's other values"


def needless_names(names: list[str], folder: str) -> Iterator[tuple[str, str]]:
    """Backends that are named beside the "all" that has them."""
    for name in names if "all" in names else []:
        if name != "all" and not discovery.load_or_stand_in(discovery.find(name)).by_name_only:
            yield "backends", f"{name} is not allowed beside all, which has it"


@functools.cache
def is_measured(name: str, payload: str, processes: int, operation: str) -> bool:
    """Whether a backend of this name has the operation, for this payload and number of processes."""
    try:
        backend = discovery.load(discovery.find(name))
    except discovery.Broken:
        return True  # which its rows will tell
    if processes != 1 and OPERATIONS[operation] in ALONE:
        return False
    offered = plan.offered((None, name, payload, None, processes), operation, {operation})
    return offered and payload in backend.payloads and line(backend, operation, payload) is not None
