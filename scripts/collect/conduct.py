"""How a cell was conducted: its fixed task, how often its worker was switched off, and how long it timed."""

from __future__ import annotations

from typing import Any

import pandas as pd


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
    """Involuntary context switches a timed second, by cell, of those that have one worker and nobody to serve it."""
    alone = (frame["processes"] == 1) & (frame["servers"] == 0)
    rows = frame[(frame["phase"] == "sample") & alone & frame["switches"].notna()]
    seconds = rows["loops"].astype("float64") * rows["seconds_per_operation"]
    once = rows.groupby(["cell", "operation"], observed=True)["switches"].first().groupby("cell", observed=True).sum()
    return once.astype("float64") / seconds.groupby(rows["cell"], observed=True).sum()


def timed_seconds(frame: pd.DataFrame) -> pd.Series[Any]:
    """Seconds inside timed sections, by cell, warm-up and calibration counted; of several workers the busiest one's."""
    rows = frame[frame["loops"].notna() & (frame["phase"] != "quantiles")]
    seconds = rows["loops"].astype("float64") * rows["seconds_per_operation"]
    each = seconds.groupby([rows["cell"], rows["operation"], rows["worker"]], observed=True).sum()
    return each.groupby(level=[0, 1], observed=True).max().groupby(level=0, observed=True).sum()
