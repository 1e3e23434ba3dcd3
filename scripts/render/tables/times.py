"""Times of single operations as a table: mechanisms down, operations across, one table a size."""

from __future__ import annotations

from typing import Any

import pandas as pd

from support import units

# What a reader looks up first, in the order of an object's life.
OPERATIONS = ("create", "attach", "read_item", "write_item", "iterate", "copy_out", "copy_in", "increment_locked")
PAYLOAD = "items"


def to_context(summary: pd.DataFrame) -> dict[str, Any] | None:
    """The newest interpreter's times of 64-bit ints with one worker; None where nothing was timed.

    Parameters
    ----------
    summary : summary.csv of one kind of node, without placed workers and controls

    Returns
    -------
    dict of `interpreter`; `operations`, those with a time; `sizes`, one dict a size: `size` in bytes, and `rows` of
    (mechanism, times in words, "" for none), the fastest reader first
    """
    rows = summary[(summary["payload"] == PAYLOAD) & (summary["processes"] == 1) & summary["seconds"].notna()]
    rows = rows[rows["operation"].isin(OPERATIONS)]
    if rows.empty:
        return None
    newest = max(rows["interpreter"], key=units.version_key)
    rows = rows[rows["interpreter"] == newest]
    shown = [name for name in OPERATIONS if name in set(rows["operation"])]
    sizes = [{"size": int(size), "rows": of_size(part, shown)} for size, part in rows.groupby("size_bytes")]
    return {"interpreter": newest, "operations": shown, "sizes": sizes}


def of_size(rows: pd.DataFrame, shown: list[str]) -> list[tuple[str, list[str]]]:
    """The mechanisms of one size with their times; one of which little was timed isolates a cause, and is left out."""
    table = rows.pivot_table(index="backend", columns="operation", values="seconds").reindex(columns=shown)
    table = table[table.notna().sum(axis=1) * 2 > len(shown)]
    order = "read_item" if "read_item" in shown else shown[0]
    table = table.sort_values(order, na_position="last", kind="stable")
    words = [[units.format_seconds(value) for value in row] for row in table.to_numpy()]
    return list(zip(map(str, table.index), words, strict=True))
