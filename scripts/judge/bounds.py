"""What would have taken too long wasn't done: what is known of it, from one side."""

from __future__ import annotations

import pandas as pd

from stats.intervals import MIN_BLOCKS

FORECAST_ERROR = 1.5  # a forecast of the harness is within this factor of what the operation takes


def with_bounds(cells: pd.DataFrame, gaps: pd.DataFrame, allowance: float) -> pd.DataFrame:
    """The cells, and a row for each that was refused as too long: it takes `allowance` / FORECAST_ERROR or more.

    Only what was refused in MIN_BLOCKS blocks or more: a single busy moment is no evidence.

    Parameters
    ----------
    cells, gaps : as `collect.cells` gives them, of one interpreter, operation and payload
    allowance : float, seconds beyond which the harness refuses an operation

    Returns
    -------
    DataFrame of the cells' columns and `bounded`, whether the seconds are such a bound
    """
    cells = cells.assign(bounded=False)
    if gaps.empty:
        return cells
    late = gaps[(gaps["error"] == "predicted") & (gaps["predicted_seconds"] >= allowance)]
    keys = ["backend", "size_bytes", "processes"]
    late = late[late.groupby(keys, observed=True)["block"].transform("nunique") >= MIN_BLOCKS]
    if late.empty:
        return cells
    rows = late.reindex(columns=cells.columns).assign(seconds=allowance / FORECAST_ERROR, bounded=True)
    return pd.concat([cells.astype({"bounded": bool}), rows.astype({"bounded": bool})], ignore_index=True)
