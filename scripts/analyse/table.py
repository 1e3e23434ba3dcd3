"""From raw CSVs to one validated frame, and from its batches to one value a cell."""

import io
from pathlib import Path

import numpy as np
import pandas as pd
import pandera.pandas as pa

from measure import contract
from measure.record import COLUMNS, ERRORS

HEADER = ",".join(COLUMNS)
DTYPES = {"str": "string", "int": "Int64", "float": "float64", "bool": "boolean"}
CONDITION = ["node", "interpreter", "backend", "payload", "size_bytes", "processes", "operation"]
CELL = [*CONDITION, "block"]


class BadData(Exception):
    """What is wrong with the raw data, one line a problem, each with its file and line."""


def schema():
    """The record's columns as a pandera schema: types, what must be positive and finite, what comes but once."""
    positive = pa.Check(lambda values: np.isfinite(values) & (values > 0), name="finite and above 0")
    known = pa.Check.isin(["", *ERRORS], name="a known error")
    checks = {
        "seconds_per_operation": positive,
        "loops": pa.Check.ge(1, name="1 or more"),
        "size_bytes": pa.Check.ge(1, name="1 or more"),
        "processes": pa.Check.ge(1, name="1 or more"),
        "error": known,
        "phase": pa.Check.isin(["warmup", "sample", "cell"], name="a known phase"),
        "operation": pa.Check.isin([*contract.OPERATIONS, "cell"], name="a known operation"),
    }
    columns = {name: pa.Column(DTYPES[kind], checks.get(name), nullable=True) for name, (kind, _) in COLUMNS.items()}
    unique = ["cell", "operation", "phase", "worker", "batch"]
    return pa.DataFrameSchema(columns, strict=True, unique=unique, report_duplicates="all")


def read(paths, digests=None):
    """One frame of all rows of the CSVs; BadData names every file and line that can't be counted.

    `digests`: backend -> the digest that its cells must carry, or None to take any.
    """
    texts, origins, problems = [], [], []
    for path in paths:
        lines, complaint = lines_of(Path(path))
        if complaint:
            problems.append(f"{path}: {complaint}")
            continue
        texts.extend(lines)
        origins.extend((path, number) for number in range(2, len(lines) + 2))
    if problems:
        raise BadData("\n".join(problems))
    text = "\n".join([HEADER, *texts]) + "\n"
    try:
        frame = parse(text)
    except ValueError:
        raise BadData("\n".join(misspelt(text, origins))) from None
    problems = [*misplaced(frame, origins), *strangers(frame, origins, digests or {}), *hollow(frame, origins)]
    problems += inconsistent(frame, origins)
    try:
        frame = schema().validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        problems += explain(errors.failure_cases, frame, origins)
    if problems:
        raise BadData("\n".join(problems))
    return frame


def lines_of(path):
    """(lines without the header, what is wrong with the file or None)."""
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    if not lines or lines[0] != HEADER:
        return [], "line 1: other columns than the record's"
    if not text.endswith("\n"):
        return [], f"line {len(lines)}: cut off"
    if ",cell," not in lines[-1]:
        return [], f"line {len(lines)}: the file ends before its cell's last row"
    return lines[1:], None


def parse(text):
    dtypes = {name: DTYPES[kind] for name, (kind, _) in COLUMNS.items()}
    frame = pd.read_csv(
        io.StringIO(text),
        dtype=dtypes,
        keep_default_na=False,
        na_values={name: [""] for name, (kind, _) in COLUMNS.items() if kind != "str"},
    )
    return frame


def misspelt(text, origins):
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


def misplaced(frame, origins):
    """Rows whose cell isn't the one that their file is named after."""
    stems = pd.Series([str(Path(path).with_suffix("")) for path, _ in origins], dtype="string")
    wrong = ~np.array([stem.endswith(cell) for stem, cell in zip(stems, frame["cell"], strict=True)], dtype=bool)
    return [f"{origins[row][0]}: line {origins[row][1]}: belongs to another cell" for row in np.flatnonzero(wrong)]


def strangers(frame, origins, digests):
    """Files that were measured by other settings or sources than the plan's."""
    wanted = frame["backend"].map(digests)
    wrong = wanted.notna() & (wanted != frame["digest"])
    files = dict.fromkeys(origins[row][0] for row in np.flatnonzero(wrong))
    return [f"{file}: measured with other settings or another harness than the plan's" for file in files]


def hollow(frame, origins):
    """Rows that name no error and have no time."""
    wrong = (frame["error"] == "") & frame["seconds_per_operation"].isna()
    return [f"{origins[row][0]}: line {origins[row][1]}: seconds_per_operation: none" for row in np.flatnonzero(wrong)]


def inconsistent(frame, origins):
    """Batches whose seconds an operation are not those between their start and their end."""
    batches = frame[frame["started_ns"].notna() & frame["loops"].notna()]
    lasted = (batches["ended_ns"] - batches["started_ns"]).astype("float64") / 1e9
    told = batches["loops"].astype("float64") * batches["seconds_per_operation"]
    wrong = batches.index[(lasted - told).abs() > 1e-6 * lasted + 1e-9]
    text = "seconds_per_operation: not the time from started_ns to ended_ns over loops"
    return [f"{origins[row][0]}: line {origins[row][1]}: {text}" for row in wrong]


def explain(failures, frame, origins):
    """Pandera's failure cases, each with its file and line."""
    lines = []
    for failure in failures.itertuples():
        row = None if pd.isna(failure.index) else int(failure.index)
        place = "" if row is None else f"{origins[row][0]}: line {origins[row][1]}: "
        lines.append(f"{place}{failure.column}: {failure.failure_case!r} is not {failure.check}")
    return list(dict.fromkeys(lines))


def samples(frame):
    """The batches that count: measured, and right. Unlocked increments count even when updates were lost."""
    good = (frame["phase"] == "sample") & (frame["error"] == "") & frame["seconds_per_operation"].notna()
    return frame[good]


def cells(frame):
    """One value a cell and operation: `seconds` an operation, with `oversubscribed` and `line`.

    One worker: the median over its batches. Several: the mean cost while all were at work, workers x window /
    operations in the window, because waiting is what is measured and short batches miss it.
    """
    batches = samples(frame)
    alone = batches["processes"] == 1
    one = batches[alone].groupby(CELL, observed=True)["seconds_per_operation"].median()
    several = [] if alone.all() else [window_cost(batches[~alone])]
    values = pd.concat([one, *several]).rename("seconds")
    facts = batches.groupby(CELL, observed=True)[["oversubscribed", "line"]].first()
    return facts.join(values).reset_index().sort_values(CELL, ignore_index=True)


def window_cost(batches):
    """Workers x window / operations in the window; a batch counts by the part of it that lies inside."""
    batches = batches[[*CELL, "worker", "loops", "started_ns", "ended_ns"]].astype(
        {"loops": "float64", "started_ns": "int64", "ended_ns": "int64"}
    )
    spans = batches.groupby([*CELL, "worker"], observed=True).agg(first=("started_ns", "min"), last=("ended_ns", "max"))
    window = spans.groupby(CELL, observed=True).agg(opened=("first", "max"), closed=("last", "min"))
    joined = batches.join(window, on=CELL)
    inside = joined[["ended_ns", "closed"]].min(axis=1) - joined[["started_ns", "opened"]].max(axis=1)
    share = inside.clip(lower=0) / (joined["ended_ns"] - joined["started_ns"])
    done = (joined["loops"] * share).groupby([joined[name] for name in CELL], observed=True).sum()
    workers = spans.groupby(CELL, observed=True).size()
    return workers * (window["closed"] - window["opened"]) / 1e9 / done.where(done > 0)


def gaps(frame):
    """The operations that gave no value, one row a cell and operation: error, reason, predicted_seconds."""
    failed = frame[(frame["phase"] == "sample") & (frame["error"] != "")]
    return failed.groupby(CELL, observed=True)[["error", "reason", "predicted_seconds"]].first().reset_index()


def losses(frame):
    """`lost` of `updates`, one row a cell: what became of increments without a lock."""
    rows = frame[(frame["operation"] == "increment") & frame["check"].str.startswith("lost").fillna(False)]
    numbers = rows["check"].str.extract(r"lost (?P<lost>\d+) of (?P<updates>\d+)").astype("int64")
    return rows[CONDITION].join(numbers)[rows.groupby(CELL, observed=True).cumcount() == 0]


def overlaps(frame):
    """Pairs of cells that ran at the same time on one node: there must be none."""
    ends = frame[frame["phase"] == "cell"].sort_values(["node", "wall_started"])
    before = ends.groupby("node")[["cell", "wall_ended"]].shift()
    clash = ends["wall_started"] < before["wall_ended"]
    return list(zip(before["cell"][clash], ends["cell"][clash], strict=True))


def timed_seconds(frame):
    """Seconds inside timed sections, warm-up and calibration counted; of several workers the busiest one's."""
    rows = frame[frame["loops"].notna()]
    seconds = rows["loops"].astype("float64") * rows["seconds_per_operation"]
    each = seconds.groupby([rows["cell"], rows["operation"], rows["worker"]], observed=True).sum()
    return float(each.groupby(level=[0, 1]).max().sum())


def wall_seconds(frame):
    """From the first cell's start to the last one's end, pauses between blocks left out."""
    ends = frame[frame["phase"] == "cell"].groupby(["node", "block"], observed=True)
    return float((ends["wall_ended"].max() - ends["wall_started"].min()).sum())
