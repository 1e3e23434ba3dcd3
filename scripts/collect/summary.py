"""One row a condition, with its interval."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa

from collect import cells as collect_cells
from collect import costs as collect_costs
from collect import drift, raw_schema
from collect.cells import CONDITION
from collect.loop import with_loop
from stats.intervals import interval


def part_values(part: pa.Table) -> list[pd.DataFrame]:
    """(cells, gaps, losses, drifts, costs) of some blocks, as the modules of those names have them."""
    columns = [name for name in part.column_names if name not in collect_cells.UNUSED]
    frame = part.select(columns).to_pandas(types_mapper=raw_schema.NULLABLE.get)
    return [decategorise(part) for part in values(frame)]


def values(frame: pd.DataFrame) -> tuple[pd.DataFrame, ...]:
    """What a summary is made of: cells, gaps, losses, drifts and costs of these samples."""
    return (
        collect_cells.cells(frame),
        collect_cells.gaps(frame),
        collect_cells.losses(frame),
        drift.drifts(frame),
        collect_costs.costs(frame),
    )


def decategorise(frame: pd.DataFrame) -> pd.DataFrame:
    """Categories as texts: those of another block are others."""
    return frame.astype({name: object for name in frame.columns if isinstance(frame[name].dtype, pd.CategoricalDtype)})


def summary(
    cells: pd.DataFrame, gaps: pd.DataFrame, losses: pd.DataFrame, drifts: pd.DataFrame, costs: pd.DataFrame
) -> pd.DataFrame:
    """One row a condition: the median over the blocks, its interval and steadiness, or why there is none.

    `seconds_less_loop` of single accesses: the median over the blocks of the time less that of the empty loop.
    """
    if cells.empty:
        raise raw_schema.BadData(nothing_measured(gaps))
    cells = with_loop(cells)
    cells["seconds_less_loop"] = cells["seconds"] - cells["loop"]
    groups = cells.groupby(CONDITION, observed=True)
    measured = groups.agg(
        blocks=("seconds", "size"), oversubscribed=("oversubscribed", "first"), line=("line", "first")
    )
    numbers = pd.concat([condition_intervals(part) for _, part in cells.groupby(groups["seconds"].transform("size"))])
    measured = numbers.join(measured).sort_index()
    lost = losses.groupby(CONDITION, observed=True).sum()
    failed = gaps.groupby(CONDITION, observed=True)
    failures = failed.agg(failures=("error", "size"), error=("error", "first"), reason=("reason", "first"))
    measured = measured.join(drift.steadiness(drifts)).join(groups["seconds_less_loop"].median())
    measured = measured.join(collect_costs.of_conditions(costs))
    return measured.join(failures, how="outer").join(lost, how="left").reset_index()


def nothing_measured(gaps: pd.DataFrame) -> str:
    """Why no operation gave a value, by the reason that most of them have."""
    reasons = gaps["reason"].astype(object).value_counts()
    if reasons.empty:
        return "nothing was measured, and no cell says why"
    return f"nothing was measured; {reasons.iloc[0]} of {len(gaps)} operations: {reasons.index[0]}"


def condition_intervals(cells: pd.DataFrame) -> pd.DataFrame:
    """Condition -> seconds, low, high; of cells whose conditions all have the same number of blocks."""
    groups = cells.groupby(CONDITION, observed=True)["seconds"]
    logs = np.log(np.stack(groups.agg(list).to_list()))
    return pd.DataFrame(np.exp(interval(logs)), ["seconds", "low", "high"], groups.size().index).T
