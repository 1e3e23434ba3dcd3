"""What a missed control throws doubt on: readings of its class of operation, its size and its family."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from judge.instrument.floors import class_of
from judge.model import Reading
from support import units

MEMORY, MESSAGES = "memory", "messages"
WHOLE_RUN = ("error", "order")  # kinds of control that throw doubt on every reading
GROWTHS = ("grows", "flat", "alike")
Families = dict[str, str]  # backend -> MEMORY or MESSAGES


def families(cells: pd.DataFrame, backends: dict[str, dict[str, Any]]) -> Families:
    """Who answers an access: memory, or another process by messages.

    `cells` have `servers`; `backends` are run.json's. A server that only looks after memory answers no access, which
    an older run.json doesn't say.
    """
    servers = cells.groupby("backend", observed=True)["servers"].max()
    in_place = {name for name, facts in backends.items() if facts.get("view_memory")}
    return {str(name): MESSAGES if count and name not in in_place else MEMORY for name, count in servers.items()}


def concerns(finding: dict[str, Any], reading: Reading, known: Families, measured: list[int]) -> bool:
    """Whether a missed control throws doubt on a reading.

    A missed failure does on every one, and so does a fixed order of operations. A missed slowdown or growth does on
    those of its own class of operation, with a backend of its own family, at its own sizes (`touched_sizes` of the
    `measured` ones), that lie close (`is_close`).
    """
    if finding["kind"] in WHOLE_RUN:
        return True
    sides = sides_of(reading)
    backends = [name for side in sides for name in side.get("backends", [])]
    return (
        finding["class"] in {class_of(side["operation"]) for side in sides}
        and (not backends or finding["family"] in {known.get(name, MEMORY) for name in backends})
        and bool(set(sizes_of(reading, measured)) & touched_sizes(finding["sizes"], measured))
        and is_close(finding, reading)
    )


def is_close(finding: dict[str, Any], reading: Reading) -> bool:
    """A missed growth is close to every growth; a missed factor to what lies within that factor of its margin."""
    if finding["kind"] == "grows":
        return reading.criterion in GROWTHS
    margins = reading.margin if isinstance(reading.margin, (list, tuple)) else [reading.margin]
    return any(abs(np.log(reading.estimate / margin)) < np.log(finding["truth"]) for margin in margins)


def sides_of(reading: Reading) -> list[dict[str, Any]]:
    """The conditions that a reading compares: its own, or those of the two sides of a comparison."""
    sides = reading.conditions.get("sides", [])
    return [{**side, "backends": [side["backend"]]} for side in sides] or [reading.conditions]


def sizes_of(reading: Reading, measured: list[int]) -> list[int]:
    """The sizes, in bytes, that a reading spans: all, where it names none."""
    sizes = [side.get("size", measured) for side in sides_of(reading)]
    return [one for size in sizes for one in (size if isinstance(size, (list, tuple)) else [size])]


def touched_sizes(own: list[int], measured: list[int]) -> set[int]:
    """A control's own sizes; of one that nothing else was measured at, the nearest below and above it."""
    touched = {size for size in own if size in measured}
    for size in set(own) - touched:
        touched |= set([one for one in measured if one < size][-1:] + [one for one in measured if one > size][:1])
    return touched


def scope(finding: dict[str, Any]) -> str:
    """What a missed control touches, in words."""
    if finding["kind"] in WHOLE_RUN:
        return "all readings"
    sizes = ", ".join(units.format_bytes(size) for size in finding["sizes"])
    family = "by messages to a server" if finding["family"] == MESSAGES else "in memory"
    return f"readings of class {finding['class']} {family}, at {sizes or 'no size'}"
