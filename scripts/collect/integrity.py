"""What a run has to be before it may be judged: one cell at work at a time, one node a block; where its time went."""

from __future__ import annotations

from typing import Any

import pandas as pd

# What is ever compared within a block; all of it must have run on one node.
BOOT = ["node", "boot_id"]  # whose monotonic clock it is
COMPARED = ["block", "interpreter"]


class BadRun(Exception):
    """Why a run may not be judged, in one line."""


def split_across_nodes(frame: pd.DataFrame) -> tuple[str, str, str, str] | None:
    """What ran on several nodes though it is compared: (one cell, its node, another, its node), or None."""
    ends = frame[frame["phase"] == "cell"].sort_values("wall_started", kind="stable")[[*COMPARED, "cell", "node"]]
    first = ends.groupby(COMPARED, observed=True)[["cell", "node"]].transform("first").astype(object)
    other = first["node"] != ends["node"].astype(object)
    if not other.any():
        return None
    return *first[other].iloc[0], *ends.loc[other, ["cell", "node"]].iloc[0]


def overlaps(frame: pd.DataFrame, turns: pd.DataFrame) -> list[tuple[str, str]]:
    """Pairs of cells that were at work at the same time on one node: there must be none; `turns` are `turns_taken`.

    Both the sets and the turns of a set are told apart by the monotonic clock, which is that of one boot.
    """
    return clashes(sets_alive(frame), BOOT) + clashes(turns, [*BOOT, "set"])


def span(rows: pd.DataFrame) -> pd.DataFrame:
    """`began` and `ended` of the rows of cells or sets, in seconds of one clock.

    That is the monotonic one, which can't be set; older archives tell the wall clock alone.
    """
    told = rows[["started_ns", "ended_ns"]].astype("float64") / 1e9
    if told.isna().any(axis=None):
        told = rows[["wall_started", "wall_ended"]]
    return told.set_axis(["began", "ended"], axis=1)


def sets_alive(frame: pd.DataFrame) -> pd.DataFrame:
    """From when to when each set was alive, and a cell of it; one that had no set is one."""
    ends = frame[frame["phase"] == "cell"]
    names, cells = ends["set"].astype(object), ends["cell"].astype(object)
    ends = ends.assign(set=names.where(in_set(names), cells), **span(ends))
    return (
        ends.groupby([*BOOT, "set"], observed=True, dropna=False)
        .agg(cell=("cell", "first"), began=("began", "min"), ended=("ended", "max"))
        .reset_index()
    )


def turns_taken(frame: pd.DataFrame) -> pd.DataFrame:
    """From when to when a cell of a set measured in each of its turns."""
    rows = frame[frame["visit"].notna() & in_set(frame["set"].astype(object))]
    return (
        rows.groupby([*BOOT, "set", "visit", "cell"], observed=True, dropna=False)
        .agg(began=("started_ns", "min"), ended=("ended_ns", "max"))
        .reset_index()
    )


def in_set(names: pd.Series[Any]) -> pd.Series[bool]:
    return names.notna() & (names != "")


def clashes(spans: pd.DataFrame, where: list[str]) -> list[tuple[str, str]]:
    """(cell, cell) of spans that overlap in one place."""
    spans = spans.sort_values([*where, "began"])
    before = spans.groupby(where, observed=True, dropna=False)[["cell", "ended"]].shift()
    clash = (spans["began"] < before["ended"]).fillna(False).astype(bool)
    return list(zip(before["cell"][clash], spans["cell"][clash], strict=True))


def wall_seconds(frame: pd.DataFrame) -> float:
    """From the first cell's start to the last one's end, pauses between blocks left out."""
    ends = frame[frame["phase"] == "cell"]
    blocks = ends.assign(**span(ends)).groupby([*BOOT, "block"], observed=True, dropna=False)
    return float((blocks["ended"].max() - blocks["began"].min()).sum())
