"""What was measured, as the templates take it: checks, limits, gaps, losses, starts, timed lines."""

from __future__ import annotations

import time
from collections.abc import Hashable
from pathlib import Path
from typing import Any

import pandas as pd

from measure.largest_payload import UNTRIED
from support import units
from support.units import version_key

SAME = (0.97, 1.03)  # the ratio to pyperf's figure within which a line needs no explanation


def matrix(works: pd.DataFrame) -> dict[str, Any]:
    """What works, by interpreter: labels, and a row a check with the answer of each."""
    labels = sorted(works["interpreter"].unique(), key=version_key)
    rows = []
    for (claim, name), some in works.groupby(["claim", "check"], sort=False):
        answers = some.set_index("interpreter").to_dict("index")
        cells = [answers.get(label, {"ok": "untried", "reason": "not asked"}) for label in labels]
        first = some.iloc[0]
        rows.append(
            {"claim": claim, "check": name, "expects": first["expects"], "lines": first["lines"], "cells": cells}
        )
    return {"labels": labels, "rows": rows}


def environment_faults(works: pd.DataFrame, limits: pd.DataFrame) -> list[tuple[str, int]]:
    """(what the machine lacks, how many checks and searches could not be tried for it)."""
    reasons = pd.concat([works["reason"], limits["failure"]])
    told = reasons[reasons.str.startswith(UNTRIED)].str.removeprefix(UNTRIED)
    return [(str(reason), int(count)) for reason, count in told.value_counts().items()]


def limit_rows(limits: pd.DataFrame) -> list[tuple[Any, ...]]:
    """One row a backend and element: what each interpreter took, and with which words it refused one more."""
    rows = []
    for (backend, element), some in limits.groupby(["backend", "element"], sort=False):
        plain, optimised = (some[some["optimised"] == mode] for mode in ("False", "True"))
        if (plain["limit"] == "").all():
            continue
        largest = [(row.interpreter, format_limit(row)) for row in plain.itertuples()]
        refusals = [
            words for part in (plain, optimised) for words in part["failure"][part["capped"] == "False"].unique()
        ]
        rows.append((backend, element, plain["unit"].iloc[0], largest, refusals))
    return rows


def format_limit(row: Any) -> str:
    """9,999,991; or where the search ended."""
    count = f"{float(row.limit):,.0f}"
    return f"{count} and more (the search ended there: {row.cap_reason})" if row.capped == "True" else count


def crosscheck_summary(path: Path) -> dict[str, Any] | None:
    """What the comparison with pyperf found, or None where it wasn't made."""
    if not path.exists():
        return None
    rows = pd.read_csv(path, dtype={"interpreter": str}, keep_default_na=False)
    same = rows[rows["loop"] == "ours"]
    return {
        "rows": rows.to_dict("records"),
        "lines": len(same),
        "inside": int(same["ratio"].between(*SAME).sum()),
        "reach": int(((same["low"] <= SAME[1]) & (same["high"] >= SAME[0])).sum()),
        "median": same["ratio"].median(),
        "share": rows["time_share"].median(),
        "bounds": SAME,
    }


def format_time(seconds: float) -> str:
    """A moment, given in seconds since 1970, in UTC."""
    return time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime(seconds))


def gaps(summary: pd.DataFrame) -> list[tuple[Any, ...]]:
    """(kind, backend, operations, payload, where, reason) of what gave no value."""
    rows = summary[summary["error"].notna() & ~summary["control"]]
    parts: dict[tuple[Any, ...], list[str]] = {}
    for (error, backend, operation, payload), some in rows.groupby(["error", "backend", "operation", "payload"]):
        if error == "declined":
            continue
        where = ", ".join(
            f"{interpreter}: {', '.join(units.format_bytes(int(size)) for size in sorted(set(part['size_bytes'])))}"
            for interpreter, part in some.groupby("interpreter")
        )
        parts.setdefault((error, backend, payload, where, some["reason"].iloc[0]), []).append(str(operation))
    return [(*what[:2], ", ".join(operations), *what[2:]) for what, operations in parts.items()]


def losses(summary: pd.DataFrame) -> list[dict[Hashable, Any]]:
    """Whether updates got lost without a lock."""
    rows = summary[(summary["operation"] == "increment") & (summary["processes"] > 1) & ~summary["control"]]
    return rows[["interpreter", "backend", "processes", "lost", "updates", "reason"]].to_dict("records")


def starts(summary: pd.DataFrame) -> list[tuple[Any, ...]]:
    """Milliseconds to start a server, by interpreter and backend."""
    rows = summary[(summary["operation"] == "start") & summary["seconds"].notna() & ~summary["control"]]
    each = rows.groupby(["interpreter", "backend"])["seconds"].median() * 1e3
    return list(each.reset_index().itertuples(index=False, name=None))


def timed_lines(summary: pd.DataFrame) -> list[tuple[Any, ...]]:
    """The very source that was timed, by operation and backend."""
    rows = summary[summary["line"].notna() & ~summary["control"]].drop_duplicates(["operation", "backend", "line"])
    rows = rows.sort_values(["operation", "backend"])
    return list(rows[["operation", "backend", "line"]].itertuples(index=False, name=None))
