"""From raw CSVs to one validated frame: whatever can't be counted is named by its file and line."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from csv import reader as csv_rows
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as arrow
from pyarrow import csv

from measure.record.columns import COLUMNS
from measure.record.writer import checksum

HEADER = ",".join(COLUMNS).encode()
TYPES = {"str": arrow.dictionary(arrow.int32(), arrow.string()), "int": arrow.int64(), "float": arrow.float64()}
TYPES["bool"] = arrow.bool_()
NULLABLE = {arrow.int64(): pd.Int64Dtype(), arrow.bool_(): pd.BooleanDtype()}


class BadData(Exception):
    """What is wrong with the raw data, one line a problem, each with its file and line."""


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
    texts: list[bytes] = []
    changed: list[str] = []
    problems: list[str] = []
    for path in paths:
        text, complaint = whole_text(Path(path))
        texts.append(text[len(HEADER) + 1 :])
        if complaint:
            problems.append(f"{path}: {complaint}")
        else:
            changed += changes(Path(path), text)
    if problems:
        raise BadData("\n".join(problems))
    origins = Origins(paths, [text.count(b"\n") for text in texts])
    text = b"".join([HEADER, b"\n", *texts])
    try:
        frame = parse(text)
    except ValueError:
        raise BadData("\n".join(unreadable(paths, texts))) from None
    from collect import record_schema  # as late as this: pandera takes long to import, and most steps read no raw file

    problems = [
        *changed,
        *wrong_cell(frame, origins),
        *digest_mismatch(frame, origins, digests or {}),
        *missing_time(frame, origins),
        *time_mismatch(frame, origins),
        *record_schema.mistakes(frame, origins.line),
    ]
    if problems:
        raise BadData("\n".join(problems))
    return frame


class Origins:
    """Which line of which file a row of the frame was."""

    def __init__(self, paths: list[Path], rows: list[int]) -> None:
        """`rows`: how many each file has."""
        self.paths, self.rows = paths, rows
        self.ends = np.cumsum(rows)

    def file(self, row: np.integer[Any] | int) -> int:
        """The number of the row's file."""
        return int(np.searchsorted(self.ends, row, side="right"))

    def line(self, row: np.integer[Any] | int) -> str:
        """The row's file and line."""
        number = self.file(row)
        first = self.ends[number] - self.rows[number]
        return f"{self.paths[number]}: line {row - first + 2}"


def whole_text(path: Path) -> tuple[bytes, str | None]:
    """(a file's text in UTF-8, what keeps it from being whole or None)."""
    text = path.read_bytes()
    try:
        text.isascii() or text.decode()
    except UnicodeDecodeError as error:
        return b"", f"byte {error.start} is no UTF-8"
    if text.partition(b"\n")[0] != HEADER:
        return b"", "line 1: other columns than the record's"
    lines = text.count(b"\n")
    if not text.endswith(b"\n"):
        return b"", f"line {lines + 1}: cut off"
    last = last_line(text)
    if b",cell," not in last and b",set," not in last:
        return b"", f"line {lines}: the file ends before its cell's last row"
    return text, None


def last_line(text: bytes) -> bytes:
    """The last line of a text that ends with one."""
    return text[text.rfind(b"\n", 0, -1) + 1 : -1]


def changes(path: Path, text: bytes) -> list[str]:
    """Whether the last row of a whole file's text (UTF-8) still tells of what stands before it as it was written."""
    *_, rows, told = next(csv_rows([last_line(text).decode()]))
    covered = memoryview(text)[: text.rindex(b",") + 1]
    found = {"rows": (rows, str(text.count(b"\n") - 2))}
    found["checksum"] = told, checksum(zlib.crc32(covered))
    words = [f"{name} is {now}, not {then}" for name, (then, now) in found.items() if then != now]
    return [f"{path}: was changed after it was written: {', '.join(words)}"] if words else []


def parse(text: bytes) -> pd.DataFrame:
    """ValueError when a number is none, a line has another number of columns, or a quotation mark spans lines."""
    types = {name: TYPES[kind] for name, (kind, _) in COLUMNS.items()}
    options = csv.ConvertOptions(column_types=types, null_values=[""], true_values=["True"], false_values=["False"])
    frame: pd.DataFrame = csv.read_csv(arrow.BufferReader(text), convert_options=options).to_pandas(
        types_mapper=NULLABLE.get
    )
    if len(frame) != text.count(b"\n") - 1:
        raise ValueError("a row that is no line")
    return frame


def unreadable(paths: list[Path], texts: list[bytes]) -> Iterator[str]:
    """Why which files can't be parsed; slower than all of them together, which only says that one can't."""
    for path, rows in zip(paths, texts, strict=True):
        text = HEADER + b"\n" + rows
        try:
            parse(text)
        except ValueError:
            yield from non_numeric(path, text) or [f"{path}: is no CSV of the record"]


def non_numeric(path: Path, text: bytes) -> list[str]:
    """Where a column of numbers holds something else."""
    try:
        frame = pd.read_csv(io.BytesIO(text), dtype=str, keep_default_na=False, index_col=False)
    except ValueError:  # lines of more columns than the first one has
        return []
    problems = []
    for name in (name for name, (kind, _) in COLUMNS.items() if kind in ("int", "float")):
        numbers = pd.to_numeric(frame[name], errors="coerce")
        for row in np.flatnonzero(numbers.isna() & (frame[name] != "")):
            problems.append(f"{path}: line {row + 2}: {name}: {frame[name][row]!r} is no number")
    return problems


def wrong_cell(frame: pd.DataFrame, origins: Origins) -> list[str]:
    """Rows whose cell isn't the one that their file is named after."""
    names = frame["cell"].cat.categories
    files = np.repeat(np.arange(len(origins.paths)), origins.rows)
    pairs = pd.DataFrame({"file": files, "cell": frame["cell"].cat.codes})
    known = pairs.drop_duplicates().itertuples(index=False, name=None)
    wrong = {(file, cell) for file, cell in known if not named_after(origins.paths[file], names[cell])}
    if not wrong:
        return []
    rows = enumerate(pairs.itertuples(index=False, name=None))
    return [f"{origins.line(row)}: belongs to another cell" for row, pair in rows if pair in wrong]


def named_after(path: Path, cell: str) -> bool:
    return str(Path(path).with_suffix("")).endswith(cell)


def digest_mismatch(frame: pd.DataFrame, origins: Origins, digests: dict[str, str]) -> list[str]:
    """Files that were measured by other settings or sources than the plan's."""
    codes = pd.DataFrame({name: frame[name].cat.codes for name in ("backend", "digest")})
    pairs = codes.drop_duplicates()
    told = {name: frame[name].cat.categories.to_numpy()[pairs[name]] for name in codes}
    wanted = pd.Series(told["backend"], pairs.index).map(digests)
    wrong = pairs[wanted.notna() & (wanted != told["digest"])]
    if wrong.empty:
        return []
    rows = pd.MultiIndex.from_frame(codes).isin(pd.MultiIndex.from_frame(wrong))
    files = dict.fromkeys(origins.file(row) for row in np.flatnonzero(rows))
    return [f"{origins.paths[file]}: measured with other settings or another harness than the plan's" for file in files]


def missing_time(frame: pd.DataFrame, origins: Origins) -> list[str]:
    """Rows that name no error and have no time."""
    wrong = (frame["error"] == "") & frame["seconds_per_operation"].isna() & (frame["phase"] != "memory")
    return [f"{origins.line(row)}: seconds_per_operation: none" for row in np.flatnonzero(wrong)]


def time_mismatch(frame: pd.DataFrame, origins: Origins) -> list[str]:
    """Batches whose seconds an operation are not those between their start and their end."""
    clocks = frame[["loops", "seconds_per_operation", "started_ns", "ended_ns"]]
    batches = clocks[clocks["started_ns"].notna() & clocks["loops"].notna()]
    lasted = (batches["ended_ns"] - batches["started_ns"]).astype("float64") / 1e9
    told = batches["loops"].astype("float64") * batches["seconds_per_operation"]
    wrong = batches.index[(lasted - told).abs() > 1e-6 * lasted + 1e-9]
    text = "seconds_per_operation: not the time from started_ns to ended_ns over loops"
    return [f"{origins.line(row)}: {text}" for row in wrong]
