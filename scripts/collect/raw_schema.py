"""From raw CSVs to one validated frame: whatever can't be counted is named by its file and line."""

from __future__ import annotations

import io
import zlib
from csv import reader as csv_rows
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pandera.pandas as pa
import pyarrow as arrow
from pyarrow import csv

from collect.cells import DTYPES
from measure.contract import operations
from measure.record.columns import COLUMNS, ERRORS
from measure.record.stopwatch import PARTS
from measure.record.writer import checksum

HEADER = ",".join(COLUMNS)
TYPES = {"str": arrow.dictionary(arrow.int32(), arrow.string()), "int": arrow.int64(), "float": arrow.float64()}
TYPES["bool"] = arrow.bool_()
NULLABLE = {arrow.int64(): pd.Int64Dtype(), arrow.bool_(): pd.BooleanDtype()}


class BadData(Exception):
    """What is wrong with the raw data, one line a problem, each with its file and line."""


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


def read(paths: list[Path], digests: dict[str, str] | None = None) -> pd.DataFrame:
    """One frame of all rows of some cells' CSVs.

    Parameters
    ----------
    paths : the files
    digests : backend -> the digest that its cells must carry; None to take any

    Returns
    -------
    DataFrame with the record's columns

    Raises
    ------
    BadData
        one line a problem: every file and line that can't be counted
    """
    texts: list[str] = []
    changed: list[str] = []
    origins: list[tuple[Path, int]] = []
    problems: list[str] = []
    for path in paths:
        text, complaint = whole_text(Path(path))
        if complaint:
            problems.append(f"{path}: {complaint}")
            continue
        lines = text.splitlines()[1:]
        texts.extend(lines)
        changed += changes(Path(path), text)
        origins.extend((path, number) for number in range(2, len(lines) + 2))
    if problems:
        raise BadData("\n".join(problems))
    text = "\n".join([HEADER, *texts]) + "\n"
    try:
        frame = parse(text)
    except ValueError:
        raise BadData("\n".join(non_numeric(text, origins))) from None
    problems = [
        *changed,
        *wrong_cell(frame, origins),
        *digest_mismatch(frame, origins, digests or {}),
        *missing_time(frame, origins),
    ]
    problems += time_mismatch(frame, origins)
    try:
        frame = schema().validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        problems += explain(errors.failure_cases, frame, origins)
    if problems:
        raise BadData("\n".join(problems))
    return frame


def whole_text(path: Path) -> tuple[str, str | None]:
    """(a file's text, what keeps it from being whole or None)."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        return "", f"byte {error.start} is no UTF-8"
    lines = text.splitlines()
    if not lines or lines[0] != HEADER:
        return "", "line 1: other columns than the record's"
    if not text.endswith("\n"):
        return "", f"line {len(lines)}: cut off"
    if ",cell," not in lines[-1] and ",set," not in lines[-1]:
        return "", f"line {len(lines)}: the file ends before its cell's last row"
    return text, None


def changes(path: Path, text: str) -> list[str]:
    """Whether the last row of a whole file's text still tells of what stands before it as it was written."""
    covered, _, told = text.rstrip("\n").rpartition(",")
    rows = next(csv_rows([text.splitlines()[-1]]))[-2]
    found = {"rows": (rows, str(text.count("\n") - 2))}
    found["checksum"] = told, checksum(zlib.crc32(f"{covered},".encode()))
    words = [f"{name} is {now}, not {then}" for name, (then, now) in found.items() if then != now]
    return [f"{path}: was changed after it was written: {', '.join(words)}"] if words else []


def parse(text: str) -> pd.DataFrame:
    """ValueError when a number is none, or a line has another number of columns."""
    types = {name: TYPES[kind] for name, (kind, _) in COLUMNS.items()}
    options = csv.ConvertOptions(column_types=types, null_values=[""], true_values=["True"], false_values=["False"])
    frame: pd.DataFrame = csv.read_csv(arrow.BufferReader(text.encode()), convert_options=options).to_pandas(
        types_mapper=NULLABLE.get
    )
    return frame


def non_numeric(text: str, origins: list[tuple[Path, int]]) -> list[str]:
    """Where a column of numbers holds something else; slower than `parse`, which only says that it does."""
    frame = pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False)
    problems = []
    for name, (kind, _) in COLUMNS.items():
        if kind in ("int", "float"):
            numbers = pd.to_numeric(frame[name], errors="coerce")
            for row in np.flatnonzero(numbers.isna() & (frame[name] != "")):
                path, line = origins[row]
                problems.append(f"{path}: line {line}: {name}: {frame[name][row]!r} is no number")
    return problems or ["the raw files are no CSV of the record"]


def wrong_cell(frame: pd.DataFrame, origins: list[tuple[Path, int]]) -> list[str]:
    """Rows whose cell isn't the one that their file is named after."""
    pairs = pd.DataFrame({"file": [str(path) for path, _ in origins], "cell": frame["cell"].astype(object)})
    bad = [pair for pair in pairs.drop_duplicates().itertuples(index=False) if not named_after(*pair)]
    rows = pd.MultiIndex.from_frame(pairs).isin(bad) if bad else np.array([], dtype=bool)
    return [f"{origins[row][0]}: line {origins[row][1]}: belongs to another cell" for row in np.flatnonzero(rows)]


def named_after(path: Path, cell: str) -> bool:
    return str(Path(path).with_suffix("")).endswith(cell)


def digest_mismatch(frame: pd.DataFrame, origins: list[tuple[Path, int]], digests: dict[str, str]) -> list[str]:
    """Files that were measured by other settings or sources than the plan's."""
    wanted = frame["backend"].astype(object).map(digests)
    wrong = wanted.notna() & (wanted != frame["digest"].astype(object))
    files = dict.fromkeys(origins[row][0] for row in np.flatnonzero(wrong))
    return [f"{file}: measured with other settings or another harness than the plan's" for file in files]


def missing_time(frame: pd.DataFrame, origins: list[tuple[Path, int]]) -> list[str]:
    """Rows that name no error and have no time."""
    wrong = (frame["error"] == "") & frame["seconds_per_operation"].isna() & (frame["phase"] != "memory")
    return [f"{origins[row][0]}: line {origins[row][1]}: seconds_per_operation: none" for row in np.flatnonzero(wrong)]


def time_mismatch(frame: pd.DataFrame, origins: list[tuple[Path, int]]) -> list[str]:
    """Batches whose seconds an operation are not those between their start and their end."""
    batches = frame[frame["started_ns"].notna() & frame["loops"].notna()]
    lasted = (batches["ended_ns"] - batches["started_ns"]).astype("float64") / 1e9
    told = batches["loops"].astype("float64") * batches["seconds_per_operation"]
    wrong = batches.index[(lasted - told).abs() > 1e-6 * lasted + 1e-9]
    text = "seconds_per_operation: not the time from started_ns to ended_ns over loops"
    return [f"{origins[row][0]}: line {origins[row][1]}: {text}" for row in wrong]


def explain(failures: pd.DataFrame, frame: pd.DataFrame, origins: list[tuple[Path, int]]) -> list[str]:
    """Pandera's failure cases, each with its file and line."""
    lines = []
    for failure in failures.to_dict("records"):
        row = None if pd.isna(failure["index"]) else int(failure["index"])
        place = "" if row is None else f"{origins[row][0]}: line {origins[row][1]}: "
        lines.append(f"{place}{failure['column']}: {failure['failure_case']!r} is not {failure['check']}")
    return list(dict.fromkeys(lines))
