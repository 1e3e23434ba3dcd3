"""Which cells were disturbed, by marks that say nothing about their values."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pandas as pd

from collect import integrity

# What marks a cell as disturbed. A worker that shares its core is switched off it every 4 ms or so; one that has a
# server or a receiver is switched off by these, which is no disturbance. A short cell's own start isn't one either.
MARKS = {
    "busy": (0.10, "others took more than 10% of the processors' time, and a tenth of a second"),
    "steal": (0.02, "the hypervisor took more than 2% of it"),
    "canary": (1.5, "a fixed task took more than 1.5 times as long as in the interpreter's median cell"),
    "switches": (100, "a worker with no other process to serve it was switched off more than 100 times a second"),
    "slowed": (1.25, "the processors' frequency was a fifth below its highest"),
}
LEAST_BUSY = 0.1  # seconds: shells and the workflow take some hundredths at a cell's ends


def disturbance(frame: pd.DataFrame, conduct: pd.DataFrame) -> pd.DataFrame:
    """One row a cell: each of MARKS, in the unit of its threshold, `disturbed`, and what else tells cells apart.

    Parameters
    ----------
    frame : samples.parquet as `collect.cells.load` gives it, or its rows of the phases cell and set
    conduct : what `collect.conduct.by_cell` gives of it
    """
    ends = with_set_facts(frame).set_index("cell")
    span = ends["seconds_alive"] * ends["cores"].astype("float64")
    conduct = conduct.set_index("cell").reindex(ends.index)
    canary = conduct["canary"]
    usual = canary.groupby(ends["interpreter"], observed=True).transform("median")
    factors = ["interpreter", "backend", "payload", "size_bytes", "processes", "placement"]
    cells = ends[["node", "block", *factors, "wall_started"]]
    cells = cells.assign(
        busy=ends["busy_other_seconds"] / span,
        steal=ends["steal_seconds"] / span,
        canary=canary / usual,
        switches=conduct["switches"],
        slowed=ends["megahertz"].max() / ends["megahertz"],
    )
    cells["busy"] = cells["busy"].where(ends["busy_other_seconds"] > LEAST_BUSY, 0.0)
    bad = [(cells[name] > threshold).fillna(False).astype(bool) for name, (threshold, _) in MARKS.items()]
    return cells.assign(disturbed=np.any(bad, axis=0)).reset_index()


def disturbed_sets(rows: pd.DataFrame) -> set[str]:
    """The sets (BLOCK/INTERPRETER/SET) that others disturbed, by those marks that are a whole set's.

    Parameters
    ----------
    rows : samples of the phase "set"
    """
    span = integrity.span(rows).diff(axis=1)["ended"] * rows["cores"].astype("float64")
    busy, steal = (rows[name].astype("float64") for name in ("busy_other_seconds", "steal_seconds"))
    hit = (busy > LEAST_BUSY) & (busy / span > MARKS["busy"][0]) | (steal / span > MARKS["steal"][0])
    return set(rows["set"][hit].astype(str))


def uncounted(rows: pd.DataFrame, least: int) -> pd.DataFrame:
    """The cells of disturbed sets, where `least` other blocks of the set were measured: these take their place.

    Parameters
    ----------
    rows : samples of the phases "cell" and "set"

    Returns
    -------
    DataFrame, the rows of these cells
    """
    sets, ends = rows[rows["phase"] == "set"], rows[rows["phase"] == "cell"]
    hit = disturbed_sets(sets)
    calm = Counter(name.partition("/")[2] for name in sets["set"].astype(str) if name not in hit)
    replaced = {name for name in hit if calm[name.partition("/")[2]] >= least}
    return ends[ends["set"].astype(str).isin(replaced)]


def with_set_facts(frame: pd.DataFrame) -> pd.DataFrame:
    """The last row of each cell, with what others did while its set was alive, and for how long that was."""
    ends, sets = frame[frame["phase"] == "cell"], frame[frame["phase"] == "set"].set_index("set")
    alone, together = (rows.assign(seconds_alive=integrity.span(rows).diff(axis=1)["ended"]) for rows in (ends, sets))
    for name in ("busy_other_seconds", "steal_seconds", "seconds_alive"):
        alone[name] = ends["set"].map(together[name]).astype("float64").fillna(alone[name])
    return alone
