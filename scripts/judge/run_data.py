"""The cells and gaps of a run, and how a reading gets its part of them."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd

from collect import costs, memory
from collect.cells import CELL, CONDITION
from judge.instrument.controls import Instrument
from judge.records import Records, records, records_by

READING = ["interpreter", "operation", "payload"]
OF_GAPS = ["backend", "size_bytes", "processes", "block", "error", "reason", "predicted_seconds"]
OF_CELLS = ["backend", "size_bytes", "processes", "block", "seconds", "loop", "bounded", "disturbed", "steadiness"]
OF_CELLS += [*costs.COLUMNS, *memory.TOTALS]
PLACE = ["interpreter", "backend", "payload", "size_bytes", "processes", "placement", "block"]


class RunData:
    """The cells and gaps of one kind of node, and what the run knows of its backends; `disturbed` names cells by PLACE.

    `nodes` is how many machines they ran on, `held` what `memory.by_cell` tells of them, and `probes` safety.csv.
    Claims are read from workers without a placement. `allowance`: seconds beyond which the harness refused an
    operation.
    """

    def __init__(
        self,
        cells: pd.DataFrame,
        gaps: pd.DataFrame,
        limits: pd.DataFrame,
        works: pd.DataFrame,
        run: dict[str, Any],
        span: list[int],
        disturbed: pd.DataFrame | None = None,
        nodes: int = 1,
        held: pd.DataFrame | None = None,
        probes: pd.DataFrame | None = None,
    ) -> None:
        cells, gaps = (to_numpy_types(frame[frame["placement"] == "none"]) for frame in (cells, gaps))
        hit: Any = pd.MultiIndex.from_frame(to_numpy_types(disturbed)[PLACE]) if disturbed is not None else []
        cells["disturbed"] = pd.MultiIndex.from_frame(cells[PLACE]).isin(hit)
        memory = to_numpy_types(held if held is not None else cells.iloc[:0][CELL])
        memory = memory.assign(
            disturbed=pd.MultiIndex.from_frame(memory[PLACE]).isin(hit), bounded=False, steadiness=""
        )
        self.held = records_by(memory[memory["placement"] == "none"], READING, OF_CELLS)
        self.cells, self.limits, self.works, self.run, self.span = cells, limits, works, run, span
        self.nodes = nodes
        self.probes = pd.DataFrame(columns=["probe", "backend"]) if probes is None else probes
        # Without its configuration nothing that was refused as too long says how long that is.
        timing = run.get("config", {}).get("timing", {})
        self.allowance = float(timing.get("allowance_seconds", math.inf))
        self.instrument = Instrument(cells, gaps, run.get("controls", {}), span, run["backends"])
        both = [cells[CONDITION], gaps[CONDITION]]
        self.planned = pd.concat(both).drop_duplicates().sort_values(CONDITION)
        tables = (cells.assign(bounded=False), OF_CELLS), (gaps, OF_GAPS), (self.planned, CONDITION)
        self.parts = [records_by(frame, READING, fields) for frame, fields in tables]
        self.nothing = [records(frame.iloc[:0], fields) for frame, fields in tables]

    def holding(self, wanted: dict[str, Any], **where: Any) -> Records:
        """The rows of what the processes of cells held after an operation, which needn't have a value of its own."""
        return choose(self.held.get(tuple(wanted[name] for name in READING), self.nothing[0]), where)

    def matching(self, wanted: dict[str, Any], **where: Any) -> list[Records]:
        """(cells, gaps, planned) of an interpreter, operation and payload; of a list of values any will do."""
        key = tuple(wanted[name] for name in READING)
        some = [parts.get(key, nothing) for parts, nothing in zip(self.parts, self.nothing, strict=True)]
        return [choose(rows, where) for rows in some]


def without(cells: pd.DataFrame, others: pd.DataFrame) -> pd.DataFrame:
    """The cells but for those that `others` names by PLACE."""
    named, all_ = (pd.MultiIndex.from_frame(to_numpy_types(frame)[PLACE]) for frame in (others, cells))
    return cells[~all_.isin(named)]


def to_numpy_types(frame: pd.DataFrame) -> pd.DataFrame:
    """Whole numbers and texts as numpy holds them: looked at thousands of times, categories and NA would cost."""
    types: dict[str, Any] = dict.fromkeys((*READING, "kind", "backend", "placement"), object)
    types |= dict.fromkeys(("size_bytes", "processes", "block"), "int64")
    return frame.astype({name: kind for name, kind in types.items() if name in frame})


def choose(rows: Records, wanted: dict[str, Any]) -> Records:
    """The rows that have, in each column that is named, the value that is wanted, or one of them."""
    for column, value in sorted(wanted.items(), key=lambda one: isinstance(one[1], list)):  # single ones leave few rows
        rows = rows[np.isin(rows[column], value) if isinstance(value, list) else rows[column] == value]
    return rows
