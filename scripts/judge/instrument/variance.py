"""Where the noise lies: within a window, between the processes of one minute, or between blocks.

By the A/A pairs (`same_as_*` and its double): one line over one kind of memory, in two processes of each block.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from collect.cells import CELL
from judge.instrument.floors import UNPAIRED, class_of

WHERE = ["double", "class", "size_bytes"]
CONDITION = ["interpreter", "payload", "operation", "size_bytes", "processes"]
PARTS = ["window", "process", "block"]
THIRDS = 3


def components(cells: pd.DataFrame, drifts: pd.DataFrame, controls: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """One dict a double, class of operation and size (bytes), with three SDs of natural logs.

    A cell's log time is the sum of three independent parts: the block's, the process's, and what the window leaves of
    its noise. `window` is the SD of the last: the drift is the difference of two thirds of a window, so its variance
    over the blocks is two thirds' worth, and the median over all three has a sixth of it. `process`: half the variance
    of a pair's log ratio, less the window's. `block`: the variance of the pair's mean over the blocks, less what is
    left of process and window in a mean of two. Method of moments; what comes out below zero is zero.

    Parameters
    ----------
    cells : those of collect.cells, of one kind of node
    drifts : what collect.drift.drifts gives
    controls : run.json's
    """
    pairs = [of_pair(cells, drifts, name, controls[name].get("same_as")) for name in sorted(controls)]
    parts = pd.concat([pd.DataFrame(), *pairs])
    if parts.empty:
        return []
    groups = parts.groupby(WHERE, sort=True)
    means = groups[PARTS].mean().assign(conditions=groups.size()).reset_index()
    return [
        {
            "double": row["double"],
            "class": row["class"],
            "size": int(row["size_bytes"]),
            "conditions": row["conditions"],
        }
        | {name: float(np.sqrt(max(0.0, row[name]))) for name in PARTS}
        for row in means.to_dict("records")
    ]


def of_pair(cells: pd.DataFrame, drifts: pd.DataFrame, name: str, double: Any) -> pd.DataFrame:
    """One row a condition of a pair: its three variances, which may come out below zero."""
    known = cells[cells["backend"].isin([name, double]) & ~cells["operation"].isin(UNPAIRED)]
    seconds = known.pivot_table("seconds", [*CONDITION, "block"], "backend", observed=True).dropna()
    if seconds.shape[1] < 2:
        return pd.DataFrame()
    logs = pd.DataFrame(np.log(seconds.to_numpy(dtype=float)), seconds.index, ["one", "other"])
    pair = variance(logs["one"] - logs["other"]) / 2
    mean = variance(logs.mean(axis=1))
    moved = known.merge(drifts, on=CELL).groupby([*CONDITION, "backend"], observed=True)["drift"].var()
    window = moved.groupby(level=CONDITION, observed=True).mean() / (2 * THIRDS)
    window = window.reindex(pair.index).fillna(0.0)  # what has no window has no noise of one to tell apart
    parts = pd.DataFrame({"window": window, "process": pair - window, "block": mean - pair / 2}).dropna().reset_index()
    return parts.assign(double=double, **{"class": parts["operation"].astype(object).map(class_of)})


def variance(logs: pd.Series[float]) -> pd.Series[float]:
    """The variance of each condition over its blocks; nan of a single block."""
    return logs.groupby(level=CONDITION, observed=True).var()
