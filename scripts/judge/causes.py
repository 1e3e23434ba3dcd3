"""Whether a cause that claims.yaml tells of agrees with this run's data, and the sizes at which two backends cross."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from collect.cells import wide_table
from judge.run_data import RunData
from stats import intervals
from support import units

Array = npt.NDArray[np.float64]


def evaluate(claim: dict[str, Any], data: RunData) -> list[dict[str, Any]]:
    """The claim's causes, each with its evidence; `agrees` only when there is some and all of it is met."""
    evaluated = []
    for cause in claim.get("causes", []):
        evidence = [one for wanted in cause.get("shown_by", []) for one in ratio_evidence(wanted, data)]
        evidence += [one for wanted in cause.get("limits", []) for one in limit_evidence(wanted, claim, data)]
        agrees = bool(evidence) and all(one["met"] for one in evidence)
        evaluated.append({"text": " ".join(cause["text"].split()), "agrees": agrees, "evidence": evidence})
    return evaluated


def limit_evidence(wanted: dict[str, Any], claim: dict[str, Any], data: RunData) -> Iterator[dict[str, Any]]:
    """One dict an interpreter: the limit in bytes that plain Python found for an element, against its bounds."""
    rows = data.limits[(data.limits["backend"] == claim["limit_of"]) & (data.limits["element"] == wanted["element"])]
    for row in rows[~rows["optimised"].astype(bool) & rows["limit_bytes"].notna()].to_dict("records"):
        value = float(row["limit_bytes"])
        met = not row["capped"] and wanted.get("at_least", 0) <= value <= wanted.get("at_most", np.inf)
        where = {"interpreter": row["interpreter"], "operation": "create and read back", "payload": row["element"]}
        yield {**where, "ratio": [row["backend"]], "estimate": value, "low": value, "high": value, "met": bool(met)}


def ratio_evidence(wanted: dict[str, Any], data: RunData) -> Iterator[dict[str, Any]]:
    """One dict an interpreter: the ratio of two backends' times, or of another `quantity`, against a bound."""
    labels = [label for label in data.planned["interpreter"].unique() if matches(label, wanted["interpreters"])]
    for label in sorted(labels, key=units.version_key):
        where = {"interpreter": label, "operation": wanted["operation"], "payload": wanted["payload"]}
        size, quantity = wanted["size"], wanted.get("quantity", "seconds")
        cells, _, _ = data.matching(where, backend=wanted["ratio"], size_bytes=size, processes=1)
        values = wide_table(cells[cells[quantity] > 0], "backend", quantity)
        if set(wanted["ratio"]) <= set(values.columns):
            one, other = wanted["ratio"]
            estimate, low, high = np.exp(intervals.interval(np.log(values[one] / values[other]).to_numpy()))
            met = low >= wanted.get("at_least", 0) and high <= wanted.get("at_most", np.inf)
            told = ("at_least", "at_most", "quantity")
            bounds: dict[str, Any] = {name: wanted[name] for name in told if name in wanted}
            numbers = {"estimate": float(estimate), "low": float(low), "high": float(high), "met": bool(met)}
            yield {**where, "ratio": wanted["ratio"], "size": size, **bounds, **numbers}


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
    for keys, part in data.cells.groupby(["interpreter", "operation", "payload", "processes"]):
        some = [wide_table(part[part["backend"] == advice[name]], "size_bytes") for name in ("small", "large")]
        sizes = [size for size in some[0].columns if size in some[1].columns]
        blocks = some[0].index.intersection(some[1].index)
        if len(sizes) > 1 and len(blocks):
            logs = np.log(some[0].loc[blocks, sizes].to_numpy() / some[1].loc[blocks, sizes].to_numpy())
            where: dict[str, Any] = dict(zip(("interpreter", "operation", "payload", "processes"), keys, strict=True))
            where["processes"] = int(where["processes"])
            crossed.append(where | crossing(np.log(np.array(sizes, dtype=float)), logs, advice))
    return sorted(crossed, key=lambda one: (units.version_key(one["interpreter"]), one["payload"], one["operation"]))


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
