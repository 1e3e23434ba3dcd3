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
    batches = samples(frame)
    batches = batches[batches["read_calls"].notna() | batches["minor_faults"].notna()]
    numbers = batches[[*NAMES, "loops"]].astype("float64")
    sums = numbers.groupby([batches[name] for name in CELL], observed=True).sum(min_count=1)
    return sums[list(NAMES)].div(sums["loops"], axis=0)


def with_costs(cells: pd.DataFrame, frame: pd.DataFrame) -> pd.DataFrame:
    """`cells`, a row a cell with CELL among its columns, with the costs of the samples `frame` beside."""
    return cells.merge(costs(frame), on=CELL, how="left")


def placement(frame: pd.DataFrame) -> pd.DataFrame:
    """Whether the two sides of a message shared a processor, and what it took then.

    Returns
    -------
    DataFrame, index CELL: the share of the batches at whose end all processes had run on one processor, and the median
    seconds of an operation in those batches and in the others; of cells with several processes at work
    """
    batches = samples(frame)
    batches = batches[batches["operation"] != EMPTY]  # which sends no message
    batches = batches[batches["ran_on"].astype(object).str.contains(" ", na=False)]
    shared = batches["ran_on"].astype(object).map(lambda places: len(set(places.split())) == 1).astype(bool)
    keys = [batches[name] for name in CELL]
    seconds = batches["seconds_per_operation"].astype("float64")
    found = {
        SHARED: shared.astype("float64").groupby(keys, observed=True).mean(),
        SHARED_SECONDS: seconds.where(shared).groupby(keys, observed=True).median(),
        APART_SECONDS: seconds.where(~shared).groupby(keys, observed=True).median(),
    }
    return pd.DataFrame(found)


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
