"""The loop's price: what a reading would be without the empty loop's time, beside the raw one that decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from judge.model import LessLoop, Reading
from judge.records import Records

OPPOSITE = {"holds": "fails", "fails": "holds"}


def less_loop(cells: Records) -> Records | None:
    """The cells with the loop's time taken off; None where one of them has none, or took no longer than it."""
    left = cells.copy()
    left["seconds"] -= left["loop"]
    return left if len(left) and (left["seconds"] > 0).all() else None


def beside(raw: Reading, read: Any, cells: Records) -> Reading:
    """The reading with `less_loop`; `read(cells)` reads it anew. What isn't decided for another reason stays so."""
    left = less_loop(cells)
    if left is None:
        return raw
    found: Reading = read(left)
    turned = OPPOSITE.get(raw.verdict) == found.verdict
    return replace(raw, less_loop=LessLoop(found.estimate, found.low, found.high, found.verdict, turned, found.logs))


def without_loop(readings: Sequence[Reading]) -> list[Reading]:
    """The readings as they would be by the times less the loop; a doubt about the raw one is one about this, too."""
    return [
        replace(raw, verdict=raw.less_loop.verdict, logs=raw.less_loop.logs)
        if raw.less_loop and raw.verdict in OPPOSITE
        else raw
        for raw in readings
    ]
