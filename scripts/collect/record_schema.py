"""What the record's columns may hold, as a pandera schema."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pandera.pandas as pa

from collect.cells import DTYPES
from measure.contract import operations
from measure.record.columns import COLUMNS, ERRORS
from measure.record.stopwatch import PARTS


def mistakes(frame: pd.DataFrame, line_of: Callable[[int], str]) -> list[str]:
    """What a frame of the record breaks the schema by; `line_of` names a row's file and line."""
    try:
        schema().validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        return explain(errors.failure_cases, line_of)
    return []


def schema() -> Any:
    """The record's columns as a pandera schema: types, what must be positive and finite, what comes but once."""
    positive = pa.Check(lambda values: np.isfinite(values) & (values > 0), name="finite and above 0")
    known = pa.Check.isin(["", *ERRORS], name="a known error")
    checks = {
        "seconds_per_operation": positive,
        **dict.fromkeys(("p50_seconds", "p90_seconds", "p99_seconds"), positive),
        "loops": pa.Check.ge(1, name="1 or more"),
        "size_bytes": pa.Check.ge(1, name="1 or more"),
        "processes": pa.Check.ge(1, name="1 or more"),
        "error": known,
        "phase": pa.Check.isin(
            ["warmup", "sample", "quantiles", "part", "memory", "cell", "set"], name="a known phase"
        ),
        "operation": pa.Check.isin([*operations.OPERATIONS, *PARTS, "cell", "set"], name="a known operation"),
    }
    columns = {name: pa.Column(DTYPES[kind], checks.get(name), nullable=True) for name, (kind, _) in COLUMNS.items()}
    unique = ["cell", "operation", "phase", "worker", "batch"]
    return pa.DataFrameSchema(columns, strict=True, unique=unique, report_duplicates="all")


def explain(failures: pd.DataFrame, line_of: Callable[[int], str]) -> list[str]:
    """Pandera's failure cases, each with its file and line."""
    lines = []
    for failure in failures.to_dict("records"):
        row = None if pd.isna(failure["index"]) else int(failure["index"])
        place = "" if row is None else f"{line_of(row)}: "
        lines.append(f"{place}{failure['column']}: {failure['failure_case']!r} is not {failure['check']}")
    return list(dict.fromkeys(lines))
