"""What an operation cost beside its time, by the kernel's counts; where it ran; and its quantiles."""

from __future__ import annotations

import pandas as pd

from collect.cells import CELL, CONDITION, samples
from measure.contract.operations import EMPTY
from measure.system.counters import NAMES

NUMBERS = ("size_bytes", "processes", "block")  # of CELL
QUANTILES = ["p50_seconds", "p90_seconds", "p99_seconds"]
SHARED, SHARED_SECONDS, APART_SECONDS = "one_processor_share", "one_processor_seconds", "apart_seconds"
COLUMNS = [*NAMES, SHARED, SHARED_SECONDS, APART_SECONDS, *QUANTILES, "timed_singly"]


def counts(frame: pd.DataFrame) -> pd.DataFrame:
    """What the kernel counted, an operation.

    Parameters
    ----------
    frame : samples.parquet as `collect.cells.load` gives it, one batch a row

    Returns
    -------
    DataFrame, index CELL, a column for each of measure.system.counters.NAMES: counts of the process that timed, in all
    batches over all loops; missing where the system tells none, or the archive is older
    """
    counted = [*NAMES, "loops"]
    batches = samples(frame, counted)
    batches = batches[batches["read_calls"].notna() | batches["minor_faults"].notna()]
    batches = batches.astype(dict.fromkeys(counted, "float64"))
    sums = batches.groupby(CELL, observed=True)[counted].sum(min_count=1)
    return sums[list(NAMES)].div(sums["loops"], axis=0)


def placement(frame: pd.DataFrame) -> pd.DataFrame:
    """Whether the two sides of a message shared a processor, and what it took then.

    Returns
    -------
    DataFrame, index CELL: the share of the batches at whose end all processes had run on one processor, and the median
    seconds of an operation in those batches and in the others; of cells with several processes at work
    """
    batches = samples(frame, ["ran_on", "seconds_per_operation"])
    batches = batches[batches["operation"] != EMPTY]  # which sends no message
    several = [places for places in batches["ran_on"].dropna().unique() if " " in places]
    processors = batches["ran_on"].map({places: len(set(places.split())) for places in several}).astype("float64")
    batches, shared = batches[processors.notna()], processors.dropna() == 1
    seconds = batches["seconds_per_operation"].astype("float64")
    sides = {SHARED: shared.astype("float64"), SHARED_SECONDS: seconds.where(shared)}
    groups = batches.assign(**sides, **{APART_SECONDS: seconds.where(~shared)}).groupby(CELL, observed=True)
    return groups[[SHARED]].mean().join(groups[[SHARED_SECONDS, APART_SECONDS]].median())


def quantiles(frame: pd.DataFrame) -> pd.DataFrame:
    """QUANTILES of the operations that were timed singly, and their number; index CELL."""
    rows = frame[frame["phase"] == "quantiles"].set_index(CELL)
    return rows[[*QUANTILES, "loops"]].astype("float64").rename(columns={"loops": "timed_singly"})


def costs(frame: pd.DataFrame) -> pd.DataFrame:
    """All of them, a row a cell: CELL and COLUMNS."""
    parts = [counts(frame), placement(frame), quantiles(frame)]
    texts = {name: object for name in CELL if name not in NUMBERS}
    joined = pd.concat([part.reset_index().astype(texts).set_index(CELL) for part in parts], axis=1)
    return joined.reindex(columns=COLUMNS).reset_index()


def of_conditions(costs: pd.DataFrame) -> pd.DataFrame:
    """The medians over the blocks; of what was timed singly the number in all blocks. Index CONDITION."""
    groups = costs.groupby(CONDITION, observed=True)
    return groups[COLUMNS].median().assign(timed_singly=groups["timed_singly"].sum(min_count=1))
