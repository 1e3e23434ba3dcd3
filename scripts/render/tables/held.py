"""The sums of single operations against mixes that were measured whole, in words: the furthest apart first."""

from __future__ import annotations

import math
from typing import Any

from judge.workloads.reality import STEADY, TOLERANCE
from measure.contract.operations import MIXES
from render.tables.workloads import PAYLOADS, format_size
from support import units

SAYS = {"read_item": "reads", "write_item": "writes", "increment_locked": "updates"}


def to_context(workloads: dict[str, Any] | None) -> dict[str, Any] | None:
    """What the page says; `workloads` is verdicts.json's. None where no mix was measured."""
    rows = (workloads or {}).get("held", [])
    steady = [row for row in rows if row["deviation"] <= STEADY]
    if not steady:
        return None
    return {
        "tolerance": TOLERANCE,
        "most": STEADY,
        "steady": len(steady),
        "within": sum(not apart(row) for row in steady),
        "halves": f"{sum(row['halves'] for row in steady) / len(steady):.0%}",
        "rows": [to_row(row) for row in sorted(rows, key=lambda row: -abs(math.log(row["ratio"])))],
    }


def apart(row: dict[str, Any]) -> bool:
    """Whether a sum lies beyond the tolerance."""
    return abs(math.log(row["ratio"])) > math.log(TOLERANCE)


def to_row(row: dict[str, Any]) -> dict[str, Any]:
    """A mix of one mechanism."""
    counts = MIXES[row["operation"]].items()
    loop = " and ".join(f"{count:,} {SAYS[name] if count != 1 else SAYS[name][:-1]}" for name, count in counts)
    what = f"{PAYLOADS[row['payload']]}, {format_size(row['payload'], row['size'])}"
    return row | {"loop": loop, "what": what, "turn": units.format_seconds(row["seconds"]), "apart": apart(row)}
