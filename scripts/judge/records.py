"""The rows that a reading looks at, as a numpy record array: a thousand readings each filter their own.

`rows["backend"]` is a column and `rows[mask]` some of the rows, as in pandas.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

Records = npt.NDArray[np.void]
Values = npt.NDArray[np.float64]  # (blocks, columns)


def records(frame: pd.DataFrame, fields: list[str]) -> Records:
    """Those columns of a table; what it lacks is nan."""
    return np.asarray(frame.reindex(columns=fields).to_records(index=False))


def records_by(frame: pd.DataFrame, keys: list[str], fields: list[str]) -> dict[Any, Records]:
    """Values of `keys` -> the rows that have them."""
    rows = records(frame, fields)
    return {key: rows[places] for key, places in sorted(frame.groupby(keys, observed=True).indices.items())}


class Wide(NamedTuple):
    """A quantity of several columns in the same blocks."""

    blocks: npt.NDArray[np.int64]
    columns: list[Any]
    values: Values

    def of(self, column: Any) -> npt.NDArray[np.float64]:
        """A column's values, one a block."""
        return self.values[:, self.columns.index(column)]


def with_holes(rows: Records | pd.DataFrame, column: str, quantity: str = "seconds") -> Wide:
    """Blocks as rows, `column` as columns, a quantity as values; nan where a block lacks one."""
    blocks, down = np.unique(rows["block"], return_inverse=True)
    columns, across = np.unique(rows[column], return_inverse=True)
    values = np.full((len(blocks), len(columns)), np.nan)
    values[down, across] = rows[quantity]
    return Wide(blocks, columns.tolist(), values)


def wide_table(rows: Records | pd.DataFrame, column: str, quantity: str = "seconds") -> Wide:
    """The same; blocks that lack one are left out."""
    table = with_holes(rows, column, quantity)
    whole = ~np.isnan(table.values).any(axis=1)
    return Wide(table.blocks[whole], table.columns, table.values[whole])


def in_common(one: Wide, other: Wide) -> tuple[list[Any], Values, Values]:
    """The columns that both have, and the values of each in these and in the blocks that both have."""
    columns = [column for column in one.columns if column in other.columns]
    blocks = np.intersect1d(one.blocks, other.blocks)
    first, second = (
        table.values[np.isin(table.blocks, blocks)][:, np.isin(table.columns, columns)] for table in (one, other)
    )
    return columns, first, second
