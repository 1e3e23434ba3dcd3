"""The collected table: how it is loaded, and from its batches to one value a cell."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from measure.record.columns import COLUMNS

DTYPES = {"str": "category", "int": "Int64", "float": "float64", "bool": "boolean"}
CONDITION = ["kind", "interpreter", "backend", "payload", "size_bytes", "processes", "placement", "operation"]
CELL = [*CONDITION, "block"]
TEXTS = [name for name, (kind, _) in COLUMNS.items() if kind == "str"]
AT_ONCE = 250_000  # samples: more at a time take more memory, and hardly less time
UNUSED = ["digest", "implementation", "version", "start_method", "affinity", "gc", "footprint_bytes"]
UNUSED += ["lock", "processors", "numa_node", "library", "flags", "rows", "checksum"]  # by the judge and the figures


def load(path: Path, groups: Sequence[int] | None = None) -> pd.DataFrame:
    """samples.parquet without UNUSED; texts are categories in alphabetical order, which sort and group as texts do.

    Columns that an older archive lacks are filled. `groups`: the numbers of the file's row groups, None for all.
    """
    columns, known = [name for name in COLUMNS if name not in UNUSED], pq.read_schema(path).names
    there = [name for name in columns if name in known]
    file = pq.ParquetFile(path, read_dictionary=[name for name in there if name in TEXTS])
    found = file.read_row_groups(range(file.num_row_groups) if groups is None else groups, there)
    nullable = {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}
    frame: pd.DataFrame = found.to_pandas(types_mapper=nullable.get, ignore_metadata=True, self_destruct=True)
    fill_old_columns(frame)
    for name in columns:
        if name not in frame:
            frame[name] = pd.Series(index=frame.index, dtype=DTYPES[COLUMNS[name][0]])
    for name in frame.columns.intersection(TEXTS):
        frame[name] = sorted_categories(frame[name])
    return frame


def fill_old_columns(frame: pd.DataFrame) -> None:
    """Give an older archive's samples or summary what it lacks: a node is a kind of its own, and nobody was placed."""
    if "kind" not in frame:
        frame["kind"] = frame["node"]
    if "placement" not in frame:
        frame["placement"] = pd.Series("none", frame.index, "category")


def sorted_categories(texts: pd.Series[Any]) -> pd.Series[Any]:
    return texts.cat.set_categories(sorted(texts.cat.categories))


def samples(frame: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """CELL and these columns of the batches that count: measured, and right.

    Unlocked increments count even when updates were lost.
    """
    good = (frame["phase"] == "sample") & (frame["error"] == "") & frame["seconds_per_operation"].notna()
    return frame.loc[good, [*CELL, *columns]]


def cells(frame: pd.DataFrame) -> pd.DataFrame:
    """One value a cell and operation.

    One worker: the median over its batches. Several: the mean cost while all were at work, workers x window /
    operations in the window, because waiting is what is measured and short batches miss it.

    Parameters
    ----------
    frame : samples.parquet as `load` gives it, one batch a row

    Returns
    -------
    DataFrame of CELL, seconds (of an operation), mean_seconds (over the window, with its delays; of several workers
    the same), canary (seconds of the fixed task), oversubscribed, line and servers
    """
    told = ["oversubscribed", "line", "canary_seconds", "servers"]
    batches = samples(frame, ["seconds_per_operation", "worker", "loops", "started_ns", "ended_ns", *told])
    groups = batches.groupby(CELL, observed=True)
    batches = batches.assign(group=groups.ngroup())
    alone = batches["processes"] == 1
    one = batches[alone].groupby("group")["seconds_per_operation"].median()
    several = [] if alone.all() else [window_cost(batches[~alone])]
    facts = groups[told].first().rename(columns={"canary_seconds": "canary"}).fillna({"servers": 0}).reset_index()
    means = pd.concat([mean_cost(batches[alone]), *several])
    return facts.assign(seconds=pd.concat([one, *several]), mean_seconds=means)


def mean_cost(batches: pd.DataFrame) -> pd.Series[float]:
    """Seconds of all batches / operations in them, by `group`."""
    loops = batches["loops"].astype("float64")
    spent = (batches["seconds_per_operation"] * loops).groupby(batches["group"]).sum()
    return spent / loops.groupby(batches["group"]).sum()


def window_cost(batches: pd.DataFrame) -> pd.Series[float]:
    """Workers x window / operations in the window, by `group`; a batch counts by the part of it that lies inside."""
    batches = batches[["group", "worker", "loops", "started_ns", "ended_ns"]].astype(
        {"loops": "float64", "started_ns": "int64", "ended_ns": "int64"}
    )
    window = windows(batches)
    joined = batches.join(window, on="group")
    inside = joined[["ended_ns", "closed"]].min(axis=1) - joined[["started_ns", "opened"]].max(axis=1)
    share = inside.clip(lower=0) / (joined["ended_ns"] - joined["started_ns"])
    done = (joined["loops"] * share).groupby(joined["group"]).sum()
    return window["workers"] * (window["closed"] - window["opened"]) / 1e9 / done.where(done > 0)


def windows(batches: pd.DataFrame) -> pd.DataFrame:
    """By `group`: from when to when all of its workers were at work (opened, closed), and how many workers."""
    spans = batches.groupby(["group", "worker"]).agg(first=("started_ns", "min"), last=("ended_ns", "max"))
    return spans.groupby("group").agg(opened=("first", "max"), closed=("last", "min"), workers=("first", "size"))


def gaps(frame: pd.DataFrame) -> pd.DataFrame:
    """The operations that gave no value, one row a cell and operation: error, reason, predicted_seconds."""
    failed = frame[(frame["phase"] == "sample") & (frame["error"] != "")]
    return failed.groupby(CELL, observed=True)[["error", "reason", "predicted_seconds"]].first().reset_index()


def losses(frame: pd.DataFrame) -> pd.DataFrame:
    """`lost` of `updates`, one row a cell: what became of increments without a lock."""
    rows = frame[(frame["operation"] == "increment") & frame["check"].str.startswith("lost").fillna(False)]
    numbers = rows["check"].str.extract(r"lost (?P<lost>\d+) of (?P<updates>\d+)").astype("int64")
    return rows[CONDITION].join(numbers)[rows.groupby(CELL, observed=True).cumcount() == 0]


def rows_of_kind(frame: pd.DataFrame, kind: str | None) -> pd.DataFrame:
    """The rows of one kind, of the samples or the summary."""
    return frame if kind is None else frame[frame["kind"] == kind]


def unplaced(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows of workers without a placement."""
    wanted = frame["placement"] == "none"
    return frame if wanted.all() else frame[wanted]
