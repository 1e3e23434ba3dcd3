"""What a budget of time means before anything is measured; how it is spent is judge.budget's."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from support import units

FIRST = 6  # blocks of everything: the fewest whose intervals promise anything (stats.intervals.MIN_BLOCKS)
MOST = 30  # of a set: the others' time would be spent on what can't be told apart


def seconds(config: dict[str, Any]) -> float:
    """The budget; 0 of a run that has none."""
    return units.duration_in_seconds(config["budget"]) if config["budget"] else 0.0


def too_small(config: dict[str, Any], needed: float) -> str | None:
    """Why a run can't be done, in a line: its first blocks and what is around them take `needed` seconds."""
    if not config["budget"] or needed <= seconds(config):
        return None
    return (
        f"budget: {config['budget']} is too little, {FIRST} blocks of {config['outdir']} and what is around them take "
        f"about {needed / 60:.1f} min here; allowed: that or more, or a smaller sweep"
    )


def spent(table: Path) -> str:
    """What was foretold after the first blocks and what came of it, for a terminal; "" where nothing is told."""
    if not table.exists():
        return ""
    lines = ["of the sets that are compared, the widest effect over what it has to decide (below 1: enough):"]
    for row in csv.DictReader(table.open(encoding="utf-8", newline="")):
        lines.append(
            f"  {row['sets']}: {row['blocks']} blocks, {row['repeated']} of them for disturbed ones; "
            f"{row['need_first']} after {row['first']}, {row['need_foretold']} foretold, "
            f"{row['need'] or 'nothing'} came"
        )
    return "\n".join(lines) + "\n"
