"""What a mechanism costs beside time: memory, faults and switches; its slow operations; and where its sides ran."""

from __future__ import annotations

from typing import Any

import pandas as pd
from markupsafe import Markup

from render import marks
from support import units

LEAST = 100  # operations a block, for one in a hundred of them
LARGE_BYTES = 2**20
MANY = 10  # and for one in ten
COUNTS = ["minor_faults", "major_faults", "voluntary_switches", "read_calls", "write_calls"]
SHOWN = 0.005  # an operation: a count below it is a stray one


def to_context(summary: pd.DataFrame, memory: list[dict[str, Any]], backends: set[str]) -> dict[str, Any] | None:
    """The four tables' rows, or None for a run that lacks all of them.

    Parameters
    ----------
    summary : summary.csv of one kind of node, without placed workers and controls; an older one lacks the columns
    memory : the `memory` of verdicts.json
    backends : those that are shown
    """
    found = {
        "memory": memory_rows([row for row in memory if row["backend"] in backends and row["placement"] == "none"]),
        "quantiles": rows(summary, "timed_singly", quantile_row),
        "placement": rows(summary, "one_processor_share", placement_row),
        "counts": rows(summary, "minor_faults", count_row),
    }
    found["counts"] = [row for row in found["counts"] if any(row["counts"])]
    return found if any(found.values()) else None


def note(claim: dict[str, Any], summary: pd.DataFrame) -> Markup:
    """Which placement a claim reads: how often the sides of its messages shared a processor; "" for one without any."""
    if "one_processor_share" not in summary:
        return Markup()
    shares = shares_read(claim, summary)
    if shares.empty:
        return Markup()
    found = {name: shares.agg(name) for name in ("median", "min", "max")}
    column = "summary.one_processor_share"
    told = {name: marks.mark(f"{one:.0%}", claim["id"], f"{column}.{name}", one) for name, one in found.items()}
    words = Markup(
        "Of the batches of its messages {median} ended with all sides on one processor, in the median of its "
        "conditions, which range from {min} to {max}; all batches count."
    )
    return words.format(**told)


def shares_read(claim: dict[str, Any], summary: pd.DataFrame) -> pd.Series[float]:
    """Of each condition that a claim reads: the share of its batches whose sides shared a processor."""
    conditions = [reading["conditions"] for reading in claim["readings"]]
    backends = {name for where in conditions for name in where.get("backends", ())}
    read = summary["backend"].isin(backends) & summary["operation"].isin({where["operation"] for where in conditions})
    return summary.loc[read, "one_processor_share"].dropna()


def rows(summary: pd.DataFrame, column: str, form: Any) -> list[dict[str, Any]]:
    """A row for each condition that has a value in `column`, sorted as they are looked up."""
    if column not in summary:
        return []
    there = summary[summary[column].notna()].sort_values(["operation", "payload", "size_bytes", "processes", "backend"])
    found = [where(row) | form(row) for row in there.to_dict("records")]
    return sorted(found, key=lambda row: units.version_key(row["interpreter"]))


def where(row: dict[Any, Any]) -> dict[str, Any]:
    """The condition that a row is about."""
    names = ("interpreter", "operation", "backend", "payload")
    return {name: row[name] for name in names} | {"size": int(row["size_bytes"]), "processes": int(row["processes"])}


def memory_rows(memory: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Of large payloads and of several workers, if there are any: a small payload is nothing beside an interpreter."""
    telling = [row for row in memory if row["size_bytes"] >= LARGE_BYTES or row["processes"] > 1]
    keys = ("payload", "size_bytes", "processes", "operation", "backend")
    found = sorted(telling or memory, key=lambda row: [row[name] for name in keys])
    return [memory_row(row) for row in sorted(found, key=lambda row: units.version_key(row["interpreter"]))]


def memory_row(row: dict[str, Any]) -> dict[str, Any]:
    """Bytes as MiB, of which a process takes some ten."""
    sizes = {name: mebibytes(row[name]) for name in ("parent", "worker", "servers", "total", "total_uss", "shared")}
    return where(row) | sizes | {"descriptors": row["descriptors"]}


def mebibytes(size: int | None) -> str:
    """1.2; "" for nothing."""
    return f"{size / 2**20:,.1f}" if size else ""


def quantile_row(row: dict[Any, Any]) -> dict[str, Any]:
    """Times in words; a quantile that too few operations stand behind is left out."""
    a_block = row["timed_singly"] / row["blocks"]
    enough = {"p50_seconds": True, "p90_seconds": a_block >= MANY, "p99_seconds": a_block >= LEAST}
    words = {name: units.format_seconds(row[name]) if enough[name] else "" for name in enough}
    return words | {"timed_singly": int(row["timed_singly"])}


def placement_row(row: dict[Any, Any]) -> dict[str, Any]:
    """The share of the batches whose sides shared a processor, and the time of an operation there and elsewhere."""
    words = {name: units.format_seconds(row[name]) for name in ("one_processor_seconds", "apart_seconds")}
    return words | {"share": f"{row['one_processor_share']:.0%}"}


def count_row(row: dict[Any, Any]) -> dict[str, Any]:
    """Counts an operation, in COUNTS' order; "" for none."""
    numbers = [row[name] for name in COUNTS]
    return {"counts": ["" if pd.isna(number) or number < SHOWN else f"{number:,.3g}" for number in numbers]}
