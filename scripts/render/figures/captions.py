"""What a figure shows, in one sentence filled in from its table."""

from __future__ import annotations

from typing import Any

import pandas as pd

from judge.eligibility import is_eligible
from judge.words import wording
from support import units
from support.units import format_seconds

UNITS = {
    "grows": "growth",
    "flat": "growth",
    "alike": "ratio of the growths",
    "regret": "cost of the advice",
    "limit": "limit",
}


def format_ratio(value: float) -> str:
    """×0.93, ×12, ×4,810: two digits of a factor, three of a large one."""
    return f"×{float(f'{value:.3g}'):,.0f}" if value >= 100 else f"×{value:.2g}"


def spread(rows: pd.DataFrame, backends: dict[str, Any]) -> str:
    """Where the choice matters most: the fastest and the slowest choice, in one condition of the newest Python."""
    rows = rows[rows["seconds"].notna()]
    pairs = zip(rows["backend"], rows["operation"], strict=True)
    rows = rows[[is_eligible(backends[backend], operation) for backend, operation in pairs]]
    if rows.empty:
        return "Nothing that shares gave a value."
    rows = rows[rows["interpreter"] == max(rows["interpreter"], key=units.version_key)]
    groups = rows.groupby(["operation", "size_bytes"])["seconds"]
    apart = groups.max() / groups.min()
    operation, size = apart.index[int(apart.argmax())]
    part = rows[(rows["operation"] == operation) & (rows["size_bytes"] == size)].sort_values("seconds", kind="stable")
    fastest, slowest = part.iloc[0], part.iloc[-1]
    times = format_ratio(slowest["seconds"] / fastest["seconds"])
    return (
        f"Between those that share, {operation} at {units.format_bytes(int(size))} differs most: under Python "
        f"{fastest['interpreter']} {fastest['backend']} takes {format_seconds(fastest['seconds'])}, "
        f"{slowest['backend']} {format_seconds(slowest['seconds'])}, {times}."
    )


def scaling(rows: pd.DataFrame) -> str:
    """How the throughput of one operation changes with the workers, at best and at worst, under the newest Python."""
    rows = rows[rows["interpreter"] == max(rows["interpreter"], key=units.version_key)]
    wide = rows.pivot_table(index=["operation", "backend"], columns="processes", values="per_second").dropna()
    if wide.empty:
        return "No mechanism gave a value for every number of workers."
    few, many = wide.columns.min(), wide.columns.max()
    gain = wide[many] / wide[few]
    (best, one), (worst, other) = (gain.index[int(place)] for place in (gain.argmax(), gain.argmin()))
    return (
        f"From {few} to {many} workers the operations a second change by {format_ratio(gain.max())} at best "
        f"({best} of {one}) and {format_ratio(gain.min())} at worst ({worst} of {other})."
    )


def fastest_channel(rows: pd.DataFrame, carries: list[str]) -> str:
    """Which channel carries the largest payload the fastest, and which the slowest."""
    rows = rows[rows["backend"].isin(carries)]
    count = rows.groupby("size_bytes")["backend"].nunique()
    size = max(count[count > 1].index, default=None)
    if size is None:
        return "Only one channel was measured at each size."
    part = rows[rows["size_bytes"] == size].sort_values("seconds", kind="stable")
    first, last = part.iloc[0], part.iloc[-1]
    times = format_ratio(last["seconds"] / first["seconds"])
    return (
        f"At {units.format_bytes(int(size))} {first['backend']} is the fastest of {len(part)} with "
        f"{format_seconds(first['seconds'])}; {last['backend']} takes {times} as long."
    )


def conduct(cells: pd.DataFrame) -> str:
    """How many cells were disturbed."""
    return f"{int(cells['disturbed'].sum())} of {len(cells)} cells are marked as disturbed."


def drift(rows: pd.DataFrame) -> str:
    """How many conditions drift."""
    return f"{int((rows['steadiness'] == 'drifting').sum())} of {len(rows)} conditions drift within their windows."


def extremes(readings: list[dict[str, Any]], asked: str) -> str:
    """The readings that lie furthest apart, and what was asked for."""
    low, high = (choose(readings, key=lambda one: one["estimate"]) for choose in (min, max))
    unit = UNITS.get(readings[0]["criterion"], "ratio of the times")
    if len(readings) == 1:
        return f"The {unit} is {format_end(low)}{asked}."
    return f"The {unit} goes from {format_end(low)} to {format_end(high)}{asked}."


def format_end(reading: dict[str, Any]) -> str:
    """A reading's estimate with its conditions."""
    estimate = format_ratio(reading["estimate"])
    if reading["criterion"] == "limit":
        estimate = f"{'at least ' * is_lower_bound(reading)}{reading['estimate']:,.0f} bytes"
    return f"{estimate} ({format_conditions(reading)})"


def is_lower_bound(reading: dict[str, Any]) -> bool:
    """Whether the search for a limit ended at this value for another reason than that one more was refused."""
    return reading["criterion"] == "limit" and not reading["reason"].startswith("one more: ")


def format_margins(entries: list[dict[str, Any]]) -> str:
    """The claim's margins in words: "; to hold it has to be more than ×2"."""
    words = dict.fromkeys(format_margin(entry["criterion"], entry["margin"]) for entry in entries if entry["margin"])
    return f"; to hold it has to be {' or '.join(words)}" if words else ""


def format_margin(criterion: str, margin: float | list[float]) -> str:
    """What a reading's estimate has to be, in words."""
    if isinstance(margin, list):
        low, high = margin
        in_bytes, as_ratios = f"{low:,.0f} to {high:,.0f} bytes", f"{format_ratio(low)} to {format_ratio(high)}"
        return in_bytes if criterion == "limit" else as_ratios
    if criterion in ("flat", "alike"):
        return f"within {format_ratio(1 / margin)} to {format_ratio(margin)}"
    return f"{'at most' if criterion == 'regret' else 'more than'} {format_ratio(margin)}"


def format_conditions(reading: dict[str, Any]) -> str:
    """A reading's conditions in a few words."""
    where = reading["conditions"]
    parts = [where["operation"]] if where["operation"] != "create and read back" else []
    parts.append(where["payload"])
    if isinstance(where.get("size"), int):
        parts.append(units.format_bytes(where["size"]))
    if where.get("against"):
        parts = [wording.format_factor("against", where["against"]), *parts[1:]]
    return ", ".join([*filter(None, parts), f"Python {where['interpreter']}", *filter(None, [where.get("mode")])])


def count_bounds_kept(shown: list[dict[str, Any]]) -> str:
    """How many of a cause's ratios lie on their side of the bound."""
    kept = sum(one["met"] for one in shown)
    if len(shown) == 1:
        return f"The one figure that the explanation rests on {'keeps' if kept else 'breaks'} its bound."
    count = "All" if kept == len(shown) else f"{kept} of the"
    return f"{count} {len(shown)} figures that the explanation rests on keep their bounds with their whole intervals."
