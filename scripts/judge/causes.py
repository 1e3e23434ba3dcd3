"""Whether a cause that claims.yaml tells of agrees with this run's data, and the sizes at which two backends cross."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from judge.records import in_common, wide_table
from judge.run_data import READING, RunData
from stats import intervals
from support import units

Array = npt.NDArray[np.float64]


def evaluate(claim: dict[str, Any], data: RunData) -> list[dict[str, Any]]:
    """The claim's causes, each with its evidence; `agrees` only when each part of it was measured and is met."""
    evaluated = []
    for cause in claim.get("causes", []):
        parts = [list(ratio_evidence(wanted, data)) for wanted in cause.get("shown_by", [])]
        parts += [list(limit_evidence(wanted, claim, data)) for wanted in cause.get("limits", [])]
        evidence = [one for part in parts for one in part]
        agrees = bool(parts) and all(parts) and all(one["met"] for one in evidence)
        evaluated.append({"text": " ".join(cause["text"].split()), "agrees": agrees, "evidence": evidence})
    return evaluated


def limit_evidence(wanted: dict[str, Any], claim: dict[str, Any], data: RunData) -> Iterator[dict[str, Any]]:
    """One dict an interpreter: the limit in bytes that plain Python found for an element, against its bounds.

    Where the search ended before a limit, so many bytes are taken for certain, and at most so many is not shown.
    """
    rows = data.limits[(data.limits["backend"] == claim["limit_of"]) & (data.limits["element"] == wanted["element"])]
    for row in rows[~rows["optimised"].astype(bool) & rows["limit_bytes"].notna()].to_dict("records"):
        value = float(row["limit_bytes"])
        highest = np.inf if row["capped"] else value
        met = wanted.get("at_least", 0) <= value and highest <= wanted.get("at_most", np.inf)
        where = {"interpreter": row["interpreter"], "operation": "create and read back", "payload": row["element"]}
        capped = {"capped": True} if row["capped"] else {}
        numbers = {"estimate": value, "low": value, "high": value, "met": bool(met)}
        yield {**where, "ratio": [row["backend"]], **capped, **numbers}


def ratio_evidence(wanted: dict[str, Any], data: RunData) -> Iterator[dict[str, Any]]:
    """One dict an interpreter: the ratio of two backends' times, or of one's at two sizes, against a bound.

    Another `quantity` may be named instead of the time.
    """
    labels = [label for label in data.planned["interpreter"].unique() if matches(label, wanted["interpreters"])]
    column, (one, other), place = sides(wanted)
    quantity = wanted.get("quantity", "seconds")
    told = ("size", "sizes", "at_least", "at_most", "quantity")
    asked: dict[str, Any] = {name: wanted[name] for name in told if name in wanted}
    for label in sorted(labels, key=units.version_key):
        where = {"interpreter": label, "operation": wanted["operation"], "payload": wanted["payload"]}
        cells, _, _ = data.matching(where, processes=1, **place)
        values = wide_table(cells[cells[quantity] > 0], column, quantity)
        if {one, other} <= set(values.columns):
            estimate, low, high = np.exp(intervals.interval(np.log(values.of(one) / values.of(other))))
            met = low >= wanted.get("at_least", 0) and high <= wanted.get("at_most", np.inf)
            numbers = {"estimate": float(estimate), "low": float(low), "high": float(high), "met": bool(met)}
            yield {**where, "ratio": names(wanted), **asked, **numbers}


def sides(wanted: dict[str, Any]) -> tuple[str, list[Any], dict[str, Any]]:
    """The column in which the two sides of a ratio differ, its two values, and where both are found."""
    if "sizes" in wanted:
        return "size_bytes", wanted["sizes"], {"backend": wanted["backend"], "size_bytes": wanted["sizes"]}
    return "backend", wanted["ratio"], {"backend": wanted["ratio"], "size_bytes": wanted["size"]}


def names(wanted: dict[str, Any]) -> list[str]:
    """The backends that a ratio is of: two, or one at two sizes."""
    return [wanted["backend"]] if "sizes" in wanted else wanted["ratio"]


def matches(label: str, which: str) -> bool:
    """Whether `which` ("all", "3.8", "3.9+", "3.8-") means the interpreter."""
    if which == "all":
        return True
    bound = units.version_key(which.rstrip("+-"))[0]
    here = units.version_key(label)[0][:2]
    return here >= bound if which.endswith("+") else here <= bound if which.endswith("-") else here == bound


def crossovers(claim: dict[str, Any], data: RunData) -> list[dict[str, Any]]:
    """Where the time of the small advice's backend overtakes the large one's, by condition: `size` in bytes, or None.

    Between two sizes the log of the ratio is taken for a straight line in the log of the size. With no crossing
    `faster` names the backend that is faster at every size.
    """
    advice, crossed = claim["advice"], []
    for keys, processes in conditions(data):
        where: dict[str, Any] = dict(zip(READING, keys, strict=True))
        wanted = [{"backend": advice[name], "processes": processes} for name in ("small", "large")]
        one, other = (wide_table(data.matching(where, **some)[0], "size_bytes") for some in wanted)
        sizes, small, large = in_common(one, other)
        if len(sizes) > 1 and len(small):
            logs, x = np.log(small / large), np.log(np.array(sizes, dtype=float))
            crossed.append(where | {"processes": processes} | crossing(x, logs, advice))
    return sorted(crossed, key=lambda one: (units.version_key(one["interpreter"]), one["payload"], one["operation"]))


def conditions(data: RunData) -> Iterator[tuple[Any, int]]:
    """(interpreter, operation and payload, processes) of all cells."""
    for keys, cells in data.parts[0].items():
        for processes in np.unique(cells["processes"]):
            yield keys, int(processes)


def crossing(x: Array, logs: Array, advice: dict[str, Any]) -> dict[str, Any]:
    """From log sizes and the log ratios (blocks, sizes): the median crossing with its interval, or who is faster."""
    middle = np.median(logs, axis=0)
    if (middle > 0).all() or (middle < 0).all():
        faster = advice["large"] if middle[0] > 0 else advice["small"]
        return {"size": None, "low": None, "high": None, "faster": faster}
    places = np.array([first_crossing(x, one) for one in logs])
    if np.isnan(places).any():
        return {"size": float(np.exp(first_crossing(x, middle))), "low": None, "high": None, "faster": None}
    size, low, high = np.exp(intervals.interval(places))
    return {"size": float(size), "low": float(low), "high": float(high), "faster": None}


def first_crossing(x: Array, logs: Array) -> float:
    """Where the line through the points first crosses zero; nan when it doesn't."""
    for left in range(len(x) - 1):
        a, b = logs[left], logs[left + 1]
        if a == 0 or a * b < 0:
            return float(x[left] + (x[left + 1] - x[left]) * (a / (a - b) if a != b else 0))
    return float("nan")
