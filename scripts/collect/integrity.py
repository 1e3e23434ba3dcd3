"""What a run has to be before it may be judged: no overlaps, one node a block; and where its time went."""

from __future__ import annotations

import pandas as pd

# What is ever compared within a block; all of it must have run on one node.
COMPARED = ["block", "interpreter"]


class BadRun(Exception):
    """Why a run may not be judged, in one line."""


def split_across_nodes(frame: pd.DataFrame) -> tuple[str, str, str, str] | None:
    """What ran on several nodes though it is compared: (one cell, its node, another, its node), or None."""
    ends = frame[frame["phase"] == "cell"].sort_values("wall_started")[[*COMPARED, "cell", "node"]]
    first = ends.groupby(COMPARED, observed=True)[["cell", "node"]].transform("first").astype(object)
    other = first["node"] != ends["node"].astype(object)
    if not other.any():
        return None
    return *first[other].iloc[0], *ends.loc[other, ["cell", "node"]].iloc[0]


def overlaps(frame: pd.DataFrame) -> list[tuple[str, str]]:
    """Pairs of cells that ran at the same time on one node: there must be none."""
    ends = frame[frame["phase"] == "cell"].sort_values(["node", "wall_started"])
    before = ends.groupby("node")[["cell", "wall_ended"]].shift()
    clash = ends["wall_started"] < before["wall_ended"]
    return list(zip(before["cell"][clash], ends["cell"][clash], strict=True))


def timed_seconds(frame: pd.DataFrame) -> float:
    """Seconds inside timed sections, warm-up and calibration counted; of several workers the busiest one's."""
    rows = frame[frame["loops"].notna()]
    seconds = rows["loops"].astype("float64") * rows["seconds_per_operation"]
    each = seconds.groupby([rows["cell"], rows["operation"], rows["worker"]], observed=True).sum()
    return float(each.groupby(level=[0, 1]).max().sum())


def wall_seconds(frame: pd.DataFrame) -> float:
    """From the first cell's start to the last one's end, pauses between blocks left out."""
    ends = frame[frame["phase"] == "cell"].groupby(["node", "block"], observed=True)
    return float((ends["wall_ended"].max() - ends["wall_started"].min()).sum())
