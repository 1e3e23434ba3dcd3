"""Placed workers beside those that the system places as it likes: a table's rows, from the summary."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import pandas as pd

from support import units

CONDITION = ["interpreter", "operation", "backend", "payload", "size_bytes", "processes"]
NAMES = ("none", "compact", "spread")


def to_context(summary: pd.DataFrame) -> dict[str, Any] | None:
    """What the template says of placements, or None for a run without any. `summary` is of one kind of node."""
    placed = summary[summary["placement"] != "none"]
    if placed.empty:
        return None
    there = summary.merge(placed[CONDITION].drop_duplicates(), on=CONDITION)
    names = [name for name in NAMES if name in set(there["placement"])]
    rows = [row(dict(zip(CONDITION, key, strict=True)), some, names) for key, some in there.groupby(CONDITION)]
    rows.sort(key=lambda one: (units.version_key(one["interpreter"]), one["operation"], one["backend"], one["size"]))
    refused = placed[placed["error"] == "refused"][["placement", "reason"]].drop_duplicates()
    return {
        "names": names,
        "rows": [one for one in rows if any(cell["seconds"] for cell in one["cells"])],
        "refused": list(refused.itertuples(index=False, name=None)),
    }


def row(where: dict[str, Any], some: pd.DataFrame, names: list[str]) -> dict[str, Any]:
    """One condition, with a cell for each placement."""
    facts = some.set_index("placement").to_dict("index")
    return dict(where, size=int(where["size_bytes"]), cells=[cell(facts.get(name)) for name in names])


def cell(facts: dict[Hashable, Any] | None) -> dict[str, str]:
    """Times in words; empty where there is none, with the reason."""
    if facts is None:
        return {"seconds": "", "low": "", "high": "", "reason": "not measured"}
    words = {name: units.format_seconds(facts[name]) for name in ("seconds", "low", "high")}
    return dict(words, reason=facts["reason"] if isinstance(facts["reason"], str) else "")
