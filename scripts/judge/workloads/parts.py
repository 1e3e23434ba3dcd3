"""The measured parts of lives, from a run's cells: means over windows, one a block."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import pandas as pd

from judge.instrument.floors import floor_at
from judge.workloads.model import Gap, Part
from judge.workloads.tasks import OPERATIONS

PLACE = ["interpreter", "payload", "backend", "operation", "size", "processes"]


def parts(cells: pd.DataFrame, names: Iterable[str], floors: list[dict[str, Any]]) -> list[Part]:
    """The parts of the mechanisms and channels `names`, of workers without a placement.

    Parameters
    ----------
    cells : as `collect.cells.cells` gives them
    floors : the noise floors of the run
    """
    found = []
    for key, rows in by_place(cells, names, ["block", "mean_seconds"]):
        logs = np.log(rows["mean_seconds"].to_numpy(dtype=float)).tolist()
        floor = floor_at(floors, key["operation"], key["processes"], key["size"])
        found.append(Part(**key, blocks=rows["block"].tolist(), logs=logs, floor=floor))
    return found


def gaps(missing: pd.DataFrame, names: Iterable[str], there: list[Part]) -> list[Gap]:
    """Why operations have no part in any block; `missing` as `collect.cells.gaps` gives it."""
    known = set(map(place, there))
    found = [Gap(**key, reason=str(rows["reason"].iloc[0])) for key, rows in by_place(missing, names, ["reason"])]
    return [one for one in found if place(one) not in known]


def place(one: Part | Gap) -> tuple[str, str, str, str, int, int]:
    """Where a part or a gap is."""
    return one.interpreter, one.payload, one.backend, one.operation, one.size, one.processes


def by_place(
    table: pd.DataFrame, names: Iterable[str], columns: list[str]
) -> Iterator[tuple[dict[str, Any], pd.DataFrame]]:
    """(what a part is of, its rows in the blocks' order), of the rows that a life may be made of."""
    rows = eligible(table, names).sort_values("block").rename(columns={"size_bytes": "size"})
    for key, some in rows.groupby(PLACE, observed=True)[columns]:
        yield dict(zip(PLACE, as_python(key), strict=True)), some


def as_python(key: Any) -> Iterator[Any]:
    """Values of pandas as plain ones."""
    return (int(one) if isinstance(one, np.integer) else one for one in key)


def eligible(rows: pd.DataFrame, names: Iterable[str]) -> pd.DataFrame:
    """The rows that a life may be made of."""
    mine = rows["backend"].isin(list(names)) & rows["operation"].isin(OPERATIONS) & (rows["placement"] == "none")
    return rows[mine]
