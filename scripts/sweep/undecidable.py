"""Which claims a planned run can hardly decide, by its number of blocks and the noise of the newest archived run."""

from __future__ import annotations

import csv
from pathlib import Path

TABLE = Path(__file__).parent.parent.parent / "docs" / "data" / "claim_power.csv"  # made by validate.power_tables


def warnings(blocks: int, table: Path = TABLE) -> list[str]:
    """A line for each claim that so many blocks can't decide; none where nothing was ever archived.

    Only of a claim that something stays inside a pair of margins can that be told beforehand: any other is decided if
    its effect is large enough. The table's next smaller number of blocks stands for one between two of them.
    """
    if not table.exists():
        return []
    rows = list(csv.DictReader(table.open(encoding="utf-8", newline="")))
    known = [int(row["blocks"]) for row in rows if int(row["blocks"]) <= blocks]
    if not known:
        fewest = min(int(row["blocks"]) for row in rows)
        words = "1 block decides" if blocks == 1 else f"{blocks} blocks decide"
        return [f"{words} no claim about speed: {fewest} are the fewest that can"]
    return [
        f"{row['claim']} ({row['criterion']}) can hardly be shown in all of its {row['readings']} readings with "
        f"{blocks} blocks: that needs an SD of at most {row['largest_sd']} over blocks, "
        f"and in {row['run']} it was {row['sd']}"
        for row in rows
        if int(row["blocks"]) == max(known) and row["largest_sd"] and float(row["sd"]) > float(row["largest_sd"])
    ]
