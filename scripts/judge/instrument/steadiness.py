"""How many of a run's figures are of the steady state, and what a reading rests on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from collect.cells import CONDITION
from collect.drift import AT_REST, DRIFTING, NOT_SHOWN
from judge.instrument.floors import UNPAIRED, class_of
from judge.records import Records

WORST_FIRST = (DRIFTING, NOT_SHOWN, AT_REST)


def with_steadiness(cells: pd.DataFrame, steady: pd.DataFrame) -> pd.DataFrame:
    """The cells with the word of their condition; `steady` is what `collect.drift.steadiness` gives."""
    words = steady["steadiness"].reset_index()
    keys = {name: object for name in CONDITION if isinstance(cells[name].dtype, pd.CategoricalDtype)}
    found = cells[CONDITION].astype(keys).merge(words.astype(keys), on=CONDITION, how="left")["steadiness"]
    return cells.assign(steadiness=found.fillna("").to_numpy())


def worst(cells: Records) -> str:
    """The worst word among the cells of a reading; nothing where none of them has a window."""
    words = set(cells["steadiness"])
    return next((word for word in WORST_FIRST if word in words), "")


def counts(steady: pd.DataFrame) -> list[dict[str, Any]]:
    """One dict a class of operation and size: how many conditions there are, and how many of each word.

    The empty loop is of no class: among the accesses it would make them look steadier than they are.
    """
    rows = steady.reset_index()
    rows = rows[~rows["operation"].isin(UNPAIRED)]
    classes = pd.Series([class_of(name) for name in rows["operation"]], rows.index, name="class", dtype=object)
    table = pd.crosstab([classes, rows["size_bytes"].rename("size")], rows["steadiness"])
    table = table.reindex(columns=list(WORST_FIRST), fill_value=0).reset_index()
    return [
        {
            "class": str(row["class"]),
            "size": int(row["size"]),
            "conditions": int(sum(row[word] for word in WORST_FIRST)),
            **{word.replace(" ", "_"): int(row[word]) for word in WORST_FIRST},
        }
        for row in table.to_dict("records")
    ]


def merge(several: Iterable[list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """The counts of several kinds of node, added up."""
    rows = pd.DataFrame([row for counted in several for row in counted])
    if rows.empty:
        return []
    total = rows.groupby(["class", "size"], as_index=False).sum()
    return [{str(name): value for name, value in row.items()} for row in total.to_dict("records")]
