"""The loop's price: each cell that accesses items has timed an empty line, too."""

from __future__ import annotations

import pandas as pd

from collect.cells import CELL
from measure.contract.operations import EMPTY, OPERATIONS

ITEMWISE = [name for name, kind in OPERATIONS.items() if kind == "item" and name != EMPTY]
PLACE = [name for name in CELL if name != "operation"]


def with_loop(cells: pd.DataFrame) -> pd.DataFrame:
    """The cells of collect.cells with `loop`, seconds of the empty loop in the same process; nan for what has none."""
    empty = cells.loc[cells["operation"] == EMPTY, [*PLACE, "seconds"]].rename(columns={"seconds": "loop"})
    joined = cells.merge(empty, on=PLACE, how="left")
    return joined.assign(loop=joined["loop"].where(joined["operation"].isin(ITEMWISE)))
