"""Is a figure of the steady state? How far an operation's time still moved within its window, over the blocks.

Judged per condition and over the blocks, not per cell: a machine that flips between two speeds averages out over
blocks, a ramp doesn't.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from collect import cells
from collect.cells import CELL, CONDITION, samples
from measure.contract.operations import OPERATIONS
from stats import intervals

LOOPED = [name for name, kind in OPERATIONS.items() if kind in ("item", "whole", "turns", "round", "mix")]
LEAST_BATCHES = 6  # two for each third of a window
TOLERANCE = 1.05
DRIFTING, AT_REST, NOT_SHOWN = "drifting", "at rest", "not shown"
COLUMNS = ["drift", "drift_low", "drift_high", "steadiness"]


def drifts(frame: pd.DataFrame) -> pd.DataFrame:
    """How far each cell's operation drifted.

    Parameters
    ----------
    frame : samples.parquet as `collect.cells.load` gives it, or the batches of a block

    Returns
    -------
    DataFrame of CELL and drift: natural log of the median time an operation in the last third of the window's batches
    over that in the first third, the batches of all workers in the order of their start; of looped operations with
    LEAST_BATCHES
    """
    batches = samples(frame, ["started_ns", "ended_ns", "worker", "seconds_per_operation"])
    batches = batches[batches["operation"].isin(LOOPED)].sort_values("started_ns", kind="stable")
    batches = in_company(batches.assign(group=batches.groupby(CELL, observed=True).ngroup()))
    groups = batches.groupby("group")
    rank, count = groups.cumcount(), groups["started_ns"].transform("size")
    medians = {}
    for part, there in (("first", rank < count // 3), ("last", rank >= count - count // 3)):
        some = batches[there & (count >= LEAST_BATCHES)]
        medians[part] = some.groupby("group")["seconds_per_operation"].median().astype("float64")
    places = batches.drop_duplicates("group").set_index("group")[CELL]
    logs = (medians["last"] / medians["first"]).map(np.log).rename("drift")
    return places.join(logs, how="right").reset_index(drop=True)


def in_company(batches: pd.DataFrame) -> pd.DataFrame:
    """The batches during which all workers of the cell were at work: who is the last has the machine for itself."""
    several = batches["processes"] > 1
    if not several.any():
        return batches
    window = cells.windows(batches[several])
    opened, closed = (batches["group"].map(window[name]) for name in ("opened", "closed"))
    inside = (batches["started_ns"] >= opened) & (batches["ended_ns"] <= closed)
    return batches[~several | inside]


def steadiness(drifts: pd.DataFrame) -> pd.DataFrame:
    """Whether each condition is at rest, by what `drifts` says of its cells.

    Drifting: the 95% t interval of the drift lies wholly beyond 5%. At rest: its 90% interval lies inside 5%, which are
    two one-sided tests at 5% (Schuirmann, Journal of Pharmacokinetics and Biopharmaceutics, 1987). Not shown: neither,
    or fewer than `intervals.MIN_BLOCKS` blocks.

    Returns
    -------
    DataFrame, index CONDITION, of COLUMNS: the ratio of last to first third with its 95% interval, and the word
    """
    if drifts.empty:
        return pd.DataFrame(columns=[*CONDITION, *COLUMNS]).set_index(CONDITION)
    count = drifts.groupby(CONDITION, observed=True)["drift"].transform("size")
    return pd.concat([of_conditions(part) for _, part in drifts.groupby(count)]).reindex(columns=COLUMNS)


def of_conditions(drifts: pd.DataFrame) -> pd.DataFrame:
    """The same, of conditions that all have the same number of blocks."""
    groups = drifts.groupby(CONDITION, observed=True)["drift"]
    logs = np.stack(groups.agg(list).to_list())
    mean, index = logs.mean(axis=1), groups.size().index
    if logs.shape[1] < intervals.MIN_BLOCKS:
        return pd.DataFrame({"drift": np.exp(mean), "steadiness": NOT_SHOWN}, index)
    low, high = intervals.t_interval(logs, 0.95)
    inner_low, inner_high = intervals.t_interval(logs, 0.90)
    margin = np.log(TOLERANCE)
    words = np.where((inner_low > -margin) & (inner_high < margin), AT_REST, NOT_SHOWN)
    words = np.where((low > margin) | (high < -margin), DRIFTING, words)
    numbers = {"drift": np.exp(mean), "drift_low": np.exp(low), "drift_high": np.exp(high)}
    return pd.DataFrame({**numbers, "steadiness": words}, index)
