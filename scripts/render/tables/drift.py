"""How many of a run's conditions drift, by class of operation and size, and what a claim says of its readings."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from render import marks

WORDS = ("drifting", "at_rest", "not_shown")


def to_context(counts: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The run's totals, and `rows` with the shares of each class and size; None where no condition has a window.

    `counts` is the instrument's `drift` in verdicts.json.
    """
    total = {name: sum(row[name] for row in counts) for name in ("conditions", *WORDS)}
    return total | {"rows": [row | shares(row) for row in counts]} if total["conditions"] else None


def shares(row: dict[str, Any]) -> dict[str, str]:
    """Each of WORDS as a share of the conditions."""
    return {name: f"{row[name] / row['conditions']:.0%}" for name in WORDS}


def note(claim: dict[str, Any]) -> Markup:
    """How many of a claim's readings rest on what drifts, each number marked; "" where none does."""
    readings = claim["readings"]
    count = sum(reading["steadiness"] == "drifting" for reading in readings)
    if not count:
        return Markup()
    drifting = marks.mark(count, claim["id"], "readings.steadiness=drifting", count)
    total = marks.mark(len(readings), claim["id"], "readings", len(readings))
    words = Markup("{} of its {} readings {} on drifting times, which still changed within the window.")
    return words.format(drifting, total, "rests" if count == 1 else "rest")
