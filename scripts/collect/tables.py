"""What a run's samples come to: tables of a row a cell or fewer, which are judged and drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pyarrow.parquet as pq

from collect import cells as collect_cells
from collect import conduct as collect_conduct
from collect import integrity, summary
from collect.cells import AT_ONCE, CELL, TEXTS

KEPT = ["memory", "cell", "set"]  # phases, of the rows that are looked at one by one


class Tables(NamedTuple):
    """The samples of a run, or of some of its blocks.

    The first five are what `summary.values` gives; `rows` are the samples of the phases KEPT, `turns` those of
    `integrity.turns_taken`, and `conduct` that of `conduct.by_cell`.
    """

    cells: pd.DataFrame
    gaps: pd.DataFrame
    losses: pd.DataFrame
    drifts: pd.DataFrame
    costs: pd.DataFrame
    rows: pd.DataFrame
    turns: pd.DataFrame
    conduct: pd.DataFrame

    def where(self, column: str, value: str | None) -> Tables:
        """The part of one kind or placement, of each table that tells it; None for all."""
        if value is None:
            return self
        return Tables(*(table[table[column] == value] if column in table else table for table in self))

    def summary(self) -> pd.DataFrame:
        """One row a condition, as summary.csv has it."""
        return summary.summary(self.cells, self.gaps, self.losses, self.drifts, self.costs)


def of(samples: pd.DataFrame) -> Tables:
    """The tables of samples as `cells.load` gives them."""
    cells, gaps, losses, drifts, costs = summary.values(samples)
    rows, turns = samples[samples["phase"].isin(KEPT)], integrity.turns_taken(samples)
    return Tables(cells, gaps, losses, drifts, costs, rows, turns, collect_conduct.by_cell(samples))


def read(path: Path) -> Tables:
    """The tables of samples.parquet, made of some blocks at a time: no run is too large for the memory."""
    parts = [of(collect_cells.load(path, groups)) for groups in whole_blocks(path)]
    return Tables(*map(together, zip(*parts, strict=True)))


def whole_blocks(path: Path) -> Iterator[list[int]]:
    """The numbers of a file's row groups, so many as have AT_ONCE samples together; no block is torn apart."""
    file, groups, count, last = pq.ParquetFile(path), list[int](), 0, None
    for number in range(file.num_row_groups):
        blocks = file.read_row_group(number, ["block"])["block"].unique().to_pylist()
        if count >= AT_ONCE and last not in blocks:
            yield groups
            groups, count = [], 0
        groups.append(number)
        count, last = count + file.metadata.row_group(number).num_rows, (blocks or [last])[-1]
    yield groups


def together(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """The same table of several parts of a run; texts are categories in alphabetical order."""
    table = pd.concat(map(summary.decategorise, parts), ignore_index=True)
    table = table.astype(dict.fromkeys(table.columns.intersection(TEXTS), "category"))
    return table.sort_values(CELL, ignore_index=True) if set(CELL) <= set(table.columns) else table
