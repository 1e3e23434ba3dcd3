"""How a cell was conducted: its fixed task, how often its worker was switched off, and how long it timed."""

from __future__ import annotations

from typing import Any

import pandas as pd

from measure.contract.operations import OPERATIONS

# What a lone worker does in windows, waiting for nobody.
BY_ITSELF = [name for name, kind in OPERATIONS.items() if kind in ("item", "whole")]


def by_cell(frame: pd.DataFrame) -> pd.DataFrame:
    """One row a cell: `canary` (seconds of the fixed task, the median), `switches` and `timed_seconds`.

    Parameters
    ----------
    frame : samples.parquet as `collect.cells.load` gives it
    """
    canary = frame.groupby("cell", observed=True)["canary_seconds"].median()
    facts = {"canary": canary, "switches": switches(frame), "timed_seconds": timed_seconds(frame)}
    return pd.DataFrame(facts).rename_axis("cell").reset_index()


def switches(frame: pd.DataFrame) -> pd.Series[Any]:
    """Involuntary context switches a second, by cell, of those that have one worker and nobody to serve it.

    They are counted from an operation's warm-up to the end of its window, so its seconds are those of both. Each visit
    ends with one, when the worker's turn is over, and is no disturbance; nor is what an operation outside of windows
    has, such as attaching, which asks the resource tracker.
    """
    alone = (frame["processes"] == 1) & (frame["servers"] == 0) & frame["operation"].isin(BY_ITSELF)
    rows = frame[alone & frame["loops"].notna() & (frame["phase"] != "quantiles")]
    seconds = rows["loops"].astype("float64") * rows["seconds_per_operation"]
    windows = rows[(rows["phase"] == "sample") & rows["switches"].notna()].groupby(["cell", "operation"], observed=True)
    unforced = (windows["switches"].first().astype("float64") - windows["visit"].nunique()).clip(lower=0)
    return unforced.groupby("cell", observed=True).sum() / seconds.groupby(rows["cell"], observed=True).sum()


def timed_seconds(frame: pd.DataFrame) -> pd.Series[Any]:
    """Seconds inside timed sections, by cell, warm-up and calibration counted; of several workers the busiest one's."""
    rows = frame[frame["loops"].notna() & (frame["phase"] != "quantiles")]
    seconds = rows["loops"].astype("float64") * rows["seconds_per_operation"]
    each = seconds.groupby([rows["cell"], rows["operation"], rows["worker"]], observed=True).sum()
    return each.groupby(level=[0, 1], observed=True).max().groupby(level=0, observed=True).sum()
