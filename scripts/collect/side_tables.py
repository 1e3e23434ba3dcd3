"""The searches for limits, the checks and the probes, read and held against what their files are called."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from checks.safety.probe import ANSWERS
from collect import safety_rules
from collect.raw_schema import BadData, changes
from collect.sealed import objects
from measure.largest_payload import END
from measure.record.columns import LIMIT_COLUMNS

CHECKED = ("yes", "no", "untried")
PLAIN, OPTIMISED = "plain", "optimised"  # how a search's file ends


def limits(paths: list[Path]) -> pd.DataFrame:
    """The rows of INTERPRETER/BACKEND-MODE.csv files, texts throughout.

    Raises
    ------
    BadData
        a line a problem: a row of another file, twice, missing beside the other files', or impossible
    """
    frames = [searched(path) for path in paths]
    problems = [
        words for path, frame in zip(paths, frames, strict=True) for words in mistakes(path, frame, "element", limit)
    ]
    both = zip(paths, frames, strict=True)
    problems += missing({path: set(frame["element"]) for path, frame in both if path.stem.endswith(PLAIN)})
    refuse(problems)
    return pd.concat([pd.DataFrame(columns=list(LIMIT_COLUMNS)), *frames]).drop(columns=["rows", "checksum"])


def searched(path: Path) -> pd.DataFrame:
    """The rows of a file of searches, without the last one, which tells of the others."""
    try:
        whole = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise BadData(f"{path}: byte {error.start} is no UTF-8") from None
    lines = whole.splitlines()
    if not lines or lines[0] != ",".join(LIMIT_COLUMNS):
        raise BadData(f"{path}: line 1: other columns than the record's")
    if len(lines) < 2 or END not in lines[-1]:
        raise BadData(f"{path}: line {len(lines)}: the file ends before its last row")
    refuse(changes(path, whole.encode()))
    text = "\n".join(lines[:-1]) + "\n"
    return pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False)


def works(paths: list[Path]) -> list[dict[str, Any]]:
    """The rows of INTERPRETER.jsonl files; raises as `limits`."""
    return json_rows(paths, ["claim", "check"], check)


def safety(paths: list[Path]) -> list[dict[str, Any]]:
    """The rows of INTERPRETER/BACKEND.jsonl files; raises as `limits`. Channels have other probes than backends."""
    of_channels = safety_rules.names(channels=True)
    return json_rows(paths, ["backend", "probe"], probe, lambda table: bool(set(table["probe"]) & of_channels))


def json_rows(paths: list[Path], key: list[str], wrong: Any, kind: Any = lambda table: "") -> list[dict[str, Any]]:
    """The objects of files that have one a line, each `key` once a file; `wrong` tells what is wrong with a row.

    Files of one `kind`, which is asked of their tables, have the same rows.
    """
    rows = {path: objects(path) for path in paths}
    tables = {path: pd.DataFrame(found) for path, found in rows.items()}
    problems: list[str] = []
    for path, table in tables.items():
        if not {*key, "interpreter"} <= set(table.columns):
            raise BadData(f"{path}: rows lack {', '.join(key)} or interpreter")
        named = table.assign(row=table[key].agg(" ".join, axis=1))
        problems += mistakes(path, named, "row", wrong)
    kinds: dict[Any, dict[Path, set[str]]] = {}
    for path, table in tables.items():
        kinds.setdefault(kind(table), {})[path] = set(table[key[-1]])
    for keys in kinds.values():
        problems += missing(keys)
    refuse(problems)
    return [row for found in rows.values() for row in found]


def mistakes(path: Path, frame: pd.DataFrame, key: str, wrong: Any) -> Iterator[str]:
    """What is wrong with the rows of a file."""
    for name, count in frame[key].value_counts().items():
        if count > 1:
            yield f"{path}: {name}: {count} rows instead of 1"
    for row in frame.to_dict("records"):
        words = wrong(path, row)
        if words:
            yield f"{path}: {row[key]}: {words}"


def missing(keys: dict[Path, set[str]]) -> Iterator[str]:
    """What a file lacks that another one has."""
    everything = set().union(*keys.values())
    return (f"{path}: {name}: is missing" for path, found in keys.items() for name in sorted(everything - found))


def refuse(problems: list[str]) -> None:
    if problems:
        raise BadData("\n".join(problems))


def limit(path: Path, row: dict[str, str]) -> str:
    """What is wrong with the row of a search, or ""."""
    mode = OPTIMISED if row["optimised"] == "True" else PLAIN
    if (row["interpreter"], f"{row['backend']}-{mode}") != (path.parent.name, path.stem):
        return f"is of {row['interpreter']}/{row['backend']}-{mode}"
    if row["limit"] == "":
        return "" if row["failure"] else "has neither a limit nor a reason"
    found, cap = number(row["limit"]), number(row["cap"])
    return (
        "" if 0 <= found <= cap < math.inf else f"limit: {row['limit']} is impossible; allowed: 0 to cap, {row['cap']}"
    )


def number(text: str) -> float:
    """A number; nan for what is none, which is in no range."""
    try:
        return float(text)
    except ValueError:
        return math.nan


def check(path: Path, row: dict[str, Any]) -> str:
    """What is wrong with the row of a check, or ""."""
    if row["interpreter"] != path.stem:
        return f"is of {row['interpreter']}"
    return "" if row.get("ok") in CHECKED else f"ok: {row.get('ok')!r} is not allowed; allowed: {', '.join(CHECKED)}"


def probe(path: Path, row: dict[str, Any]) -> str:
    """What is wrong with the row of a probe, or ""."""
    if (row["interpreter"], row["backend"]) != (path.parent.name, path.stem):
        return f"is of {row['interpreter']}/{row['backend']}"
    allowed = f"answer: {row.get('answer')!r} is not allowed; allowed: {', '.join(ANSWERS)}"
    return "" if row.get("answer") in ANSWERS else allowed
