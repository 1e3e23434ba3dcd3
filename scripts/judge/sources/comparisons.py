"""Ratios of any two conditions: of two mechanisms, operations, sizes, numbers of processes, interpreters or quantities.

An entry of a claim's `comparisons` names what its two sides have in common, and what each of them has for itself: `of`
is divided by `to`, block by block.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np

from collect import memory
from judge.records import Records
from judge.run_data import RunData
from support import builds, units

Entry = dict[str, Any]  # of a claim's comparisons
Side = dict[str, Any]  # factor -> its value, for each of FACTORS and the quantity
# Factor of a side -> the key of an entry that names its values for both sides.
FACTORS = {
    "interpreter": "interpreters",
    "backend": "backends",
    "payload": "payloads",
    "operation": "operations",
    "size": "sizes",
    "processes": "processes",
}
DEFAULTS: dict[str, Any] = {"processes": [1], "quantity": "seconds"}
TIMES = ("seconds", "p50_seconds", "p90_seconds", "p99_seconds")


class Comparison(NamedTuple):
    """Two sides, what they are called, and the rows of both: their `backend` is the side's name."""

    conditions: dict[str, Any]
    cells: Records
    gaps: Records
    names: list[str]


def expand(entry: Entry, data: RunData, over_sizes: bool = False) -> Iterator[Comparison]:
    """Every comparison that an entry declares for a run; `over_sizes`: one for all its sizes together."""
    labels = sorted(data.planned["interpreter"].unique(), key=units.version_key)
    for several in grouped_by_size(sides(entry, labels)) if over_sizes else ([pair] for pair in sides(entry, labels)):
        yield comparison(several, data)


def sides(entry: Entry, labels: list[str]) -> Iterator[tuple[Side, Side]]:
    """The two sides of each comparison of an entry, for a run's interpreters, the oldest first."""
    known = {**DEFAULTS, **entry}
    values = {factor: known.get(key, [None]) for factor, key in FACTORS.items()}
    values["interpreter"] = chosen(entry.get("interpreters"), labels)
    for combined in itertools.product(*values.values()):
        shared = dict(zip(FACTORS, combined, strict=True), quantity=known["quantity"])
        one, other = ({**shared, **entry[name]} for name in ("of", "to"))
        yield named(one, labels), named(other, labels)


def chosen(which: str | None, labels: list[str]) -> list[str | None]:
    """The interpreters that an entry is read under; each side has its own where the entry names none."""
    groups: dict[str | None, list[str | None]] = {None: [None], "all": [*labels], "newest": [*labels[-1:]]}
    return groups.get(which, list(dict.fromkeys([*labels[:1], *labels[-1:]])) if which == "ends" else [*labels[1:-1]])


def named(side: Side, labels: list[str]) -> Side:
    """A side with its interpreter's label in the place of oldest or newest."""
    ends = {"oldest": labels[0], "newest": labels[-1]}
    return {**side, "interpreter": ends.get(side["interpreter"], side["interpreter"])}


def grouped_by_size(pairs: Iterator[tuple[Side, Side]]) -> Iterator[list[tuple[Side, Side]]]:
    """The pairs that differ in their size alone, together."""
    groups: dict[Any, list[tuple[Side, Side]]] = {}
    for pair in pairs:
        where = tuple(tuple(sorted((key, value) for key, value in one.items() if key != "size")) for one in pair)
        groups.setdefault(where, []).append(pair)
    return iter(groups.values())


def comparison(pairs: list[tuple[Side, Side]], data: RunData) -> Comparison:
    """The rows of the two sides, of one pair or of a pair a size."""
    one, other = pairs[0]
    names = [name(one, other), name(other, one)]
    parts = [rows(side, called, data) for pair in pairs for side, called in zip(pair, names, strict=True)]
    cells, gaps = (np.concatenate([part[place] for part in parts]) for place in (0, 1))
    if reason := incomparable(one, other, data):
        cells, gaps = cells[:0], refusals(gaps, names, reason)
    size = [pair[0]["size"] for pair in pairs] if len(pairs) > 1 else one["size"]
    conditions = {key: one[key] for key in ("interpreter", "operation", "payload", "processes")}
    conditions |= {
        "size": size,
        "backends": names,
        "compared": " to ".join(names),
        "sides": [side for pair in pairs for side in pair],
    }
    return Comparison(conditions, cells, gaps, names)


def name(side: Side, other: Side) -> str:
    """A side by what tells it from the other one: its mechanism, and the other factors in which they differ."""
    words: dict[str, Callable[[Any], str]] = {
        "operation": str,
        "payload": str,
        "size": units.format_bytes,
        "processes": lambda count: f"{count} process{'es' if count > 1 else ''}",
        "interpreter": lambda label: f"Python {label}",
        "quantity": lambda quantity: quantity.replace("_", " "),
    }
    told = [say(side[factor]) for factor, say in words.items() if side[factor] != other[factor]]
    own = str(side["backend"])
    called = units.channel_name(own) if own.startswith("via_") else own
    return f"{called} ({', '.join(told)})" if told else called


def rows(side: Side, called: str, data: RunData) -> tuple[Records, Records]:
    """(cells, gaps) of one side; `seconds` are the quantity that is compared, and the mechanism is the side's name."""
    wanted = {key: side[key] for key in ("interpreter", "operation", "payload")}
    where = {"backend": side["backend"], "size_bytes": side["size"], "processes": side["processes"]}
    cells, gaps, _ = (part.copy() for part in data.matching(wanted, **where))
    if side["quantity"] in memory.TOTALS:
        cells = data.holding(wanted, **where).copy()
    if side["quantity"] != "seconds":
        cells["seconds"], cells["loop"] = cells[side["quantity"]], np.nan  # an empty loop has no such quantity
        cells = cells[cells["seconds"] > 0]
        gaps["predicted_seconds"] = 0  # what an operation would have taken bounds its seconds alone
    cells["backend"], gaps["backend"] = called, called
    return cells, gaps


def incomparable(one: Side, other: Side, data: RunData) -> str:
    """Why times of two interpreters may not be set against each other in this run, or ""."""
    labels = {one["interpreter"], other["interpreter"]}
    if len(labels) == 1:
        return ""
    if data.nodes > 1:
        return "the two interpreters may have run on different nodes"
    return builds.not_comparable(data.run.get("builds", {}), labels)


def refusals(gaps: Records, names: list[str], reason: str) -> Records:
    """A row for each side that says why there is no value: another run could have one."""
    found = np.zeros(len(names), gaps.dtype)
    found["backend"], found["error"], found["reason"] = names, "refused", reason
    return found
