"""What would have taken too long wasn't done: what is known of it, from one side."""

from __future__ import annotations

from collections import Counter

import numpy as np

from judge.records import Records
from stats.intervals import MIN_BLOCKS

PLACE = ["backend", "size_bytes", "processes"]
FORECAST_ERROR = 1.5  # a forecast of the harness is within this factor of what the operation takes


def with_bounds(cells: Records, gaps: Records, allowance: float) -> Records:
    """The cells, and a row for each that was refused as too long: it takes `allowance` / FORECAST_ERROR or more.

    Only what was refused in MIN_BLOCKS blocks or more: a single busy moment is no evidence.

    Parameters
    ----------
    cells, gaps : as `RunData.matching` gives them
    allowance : float, seconds beyond which the harness refuses an operation

    Returns
    -------
    the cells, and rows whose seconds are such a bound: these are `bounded`
    """
    late = gaps[(gaps["error"] == "predicted") & (gaps["predicted_seconds"] >= allowance)]
    if not len(late):
        return cells
    places = late[PLACE].tolist()
    blocks = Counter(place for place, _ in set(zip(places, late["block"].tolist(), strict=True)))
    late = late[[blocks[place] >= MIN_BLOCKS for place in places]]
    rows = np.zeros(len(late), cells.dtype)
    for name in (*PLACE, "block"):
        rows[name] = late[name]
    rows["seconds"], rows["bounded"] = allowance / FORECAST_ERROR, True
    return np.concatenate([cells, rows])
