"""Can this run be believed? What it found of its own controls, its noise floor, and its disturbed cells."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from collect.cells import wide_table
from judge.model import Reading
from stats import effects, intervals

CLASSES = {
    "access": ("read_item", "read_item_fixed", "write_item", "write_item_fixed", "append", "length"),
    "update": ("increment", "increment_locked", "increment_fcntl", "increment_atomic"),
    "set-up": ("create", "attach"),
    "whole": ("iterate", "copy_out", "copy_in", "repr"),
    "latency": ("latency",),
    "refresh": ("refresh",),
    "transfer": ("transfer",),
}
SLOWED = "read_item_fixed"  # the operation that the slower controls slow down
QUANTILE = 0.9  # of the pairs of identical things: the floor and the smallest effect are stated at it
Logs = npt.NDArray[np.float64]  # natural logs of ratios, one a block
Pair = tuple[str, int, float, float, float, float]  # class, processes, estimate, low, high, estimate in canaries
DIFFERENCES = {("grows", "holds"), ("flat", "fails"), ("at_least_ratio", "holds"), ("about_ratio", "holds")}
DIFFERENCES |= {("regret", "fails"), ("alike", "fails")}


def class_of(operation: str) -> str:
    return next((name for name, operations in CLASSES.items() if operation in operations), "access")


class Instrument:
    """What a run's controls say. `cells` and `gaps` are those of collect.cells; `controls` is run.json's."""

    def __init__(
        self, cells: pd.DataFrame, gaps: pd.DataFrame, controls: dict[str, dict[str, Any]], span: list[int]
    ) -> None:
        self.cells = cells.assign(relative=cells["seconds"] / cells["canary"])
        self.gaps, self.controls, self.span = gaps, controls, span
        present = {*cells["backend"], *gaps["backend"]}
        self.pairs = [pair for name in controls if name in present for pair in self.aa_pairs(name)]
        self.floors = list(self.by_class())
        self.findings = [
            self.finding(name) for name in sorted(controls) if name in present and self.has_planted_effect(name)
        ]

    def has_planted_effect(self, name: str) -> bool:
        return bool({"slower_than", "exponent", "error"} & set(self.controls[name]))

    def ratios(self, one: str, other: str, operation: str, processes: int, column: str = "seconds") -> Logs:
        """Log ratios of two backends, one a block: the mean over the conditions in which both have so many workers."""
        rows = self.cells[(self.cells["operation"] == operation) & (self.cells["processes"] == processes)]
        rows = rows[rows["backend"].isin([one, other])]
        keys = ["interpreter", "payload", "size_bytes", "block"]
        values = rows.pivot_table(index=keys, columns="backend", values=column, observed=True).dropna()
        if values.shape[1] < 2:
            return np.array([])
        logs = pd.Series(np.log((values[one] / values[other]).to_numpy(dtype=float)), values.index)
        return logs.groupby("block").mean().to_numpy(dtype=float)

    def aa_pairs(self, name: str) -> Iterator[Pair]:
        """(class, processes, estimate, low, high, estimate in canaries) of a backend and its double."""
        same = self.controls[name].get("same_as")
        if same is None:
            return
        rows = self.cells[self.cells["backend"] == name][["operation", "processes"]].drop_duplicates()
        for operation, processes in sorted(rows.itertuples(index=False, name=None)):
            logs, relative = (self.ratios(name, same, operation, processes, one) for one in ("seconds", "relative"))
            if operation != "start" and len(logs):
                yield (class_of(operation), int(processes), *intervals.interval(logs), float(np.median(relative)))

    def by_class(self) -> Iterator[dict[str, Any]]:
        """One dict a class of operation and number of processes."""
        for name, processes in sorted({pair[:2] for pair in self.pairs}):
            some = [pair for pair in self.pairs if pair[:2] == (name, processes)]
            estimates, lows, highs, relative = np.array([pair[2:] for pair in some]).T
            yield {
                "class": name,
                "processes": processes,
                "pairs": len(some),
                "floor": quantile_factor(abs(estimates)),
                "smallest": quantile_factor((highs - lows) / 2),
                "floor_in_canaries": quantile_factor(abs(relative)),
            }

    def floor(self, operation: str, processes: int) -> float:
        """How far identical things differ in this class, at the nearest number of processes: a factor; 1 if unknown."""
        some = [entry for entry in self.floors if entry["class"] == class_of(operation)]
        near = min(some, key=lambda entry: abs(entry["processes"] - processes), default={"floor": 1.0})
        return near["floor"]

    def finding(self, name: str) -> dict[str, Any]:
        """What the run found of a control: expected, found, and its numbers."""
        expects = self.controls[name]
        if "slower_than" in expects:
            return self.slowdown(name, expects)
        if "exponent" in expects:
            return self.growth(name, expects)
        return self.failure(name, expects)

    def slowdown(self, name: str, expects: dict[str, Any]) -> dict[str, Any]:
        """Found when the interval lies above 1 and the estimate above the noise floor."""
        logs = self.ratios(name, expects["slower_than"], SLOWED, 1)
        estimate, low, high = np.exp(intervals.interval(logs))
        found = bool(low > 1 and estimate > self.floor(SLOWED, 1))
        text = f"{expects['factor']} times as slow as {expects['slower_than']}"
        return control_result(name, "slower", text, found, len(logs), estimate, low, high, expects["factor"])

    def growth(self, name: str, expects: dict[str, Any]) -> dict[str, Any]:
        """Found when the growth over the range lies above twice, and its exponent within 0.1 of the truth."""
        rows = self.cells[(self.cells["backend"] == name) & (self.cells["operation"] == "read_item")]
        seconds = wide_table(rows, "size_bytes")
        slopes = effects.slopes(seconds) if seconds.shape[1] > 1 else np.array([])
        estimate, low, high = intervals.interval(slopes)
        grown = np.log(2) / np.log(self.span[1] / self.span[0])
        found = bool(low > grown and abs(estimate - expects["exponent"]) < 0.1)
        text = f"time grows with the size to the power of {expects['exponent']}"
        return control_result(name, "grows", text, found, len(slopes), estimate, low, high, expects["exponent"])

    def failure(self, name: str, expects: dict[str, Any]) -> dict[str, Any]:
        """Found when every block has the error, and no value."""
        operation, error = expects["operation"], expects["error"]
        rows = self.gaps[(self.gaps["backend"] == name) & (self.gaps["operation"] == operation)]
        seen, values = (rows["error"] == error).sum(), self.cells
        values = values[(values["backend"] == name) & (values["operation"] == operation)]
        found = bool(seen == len(rows) and seen > 0 and values.empty)
        return control_result(name, "error", f"{operation}: {error}", found, int(seen))

    def problems(self) -> list[str]:
        """Why this run can't be trusted: one sentence a control that it missed."""
        few = "with fewer than 6 blocks no control can be found, so this run decides nothing about speed"
        missed = [one for one in self.findings if not one["found"]]
        if any(one["kind"] != "error" and one["blocks"] < 6 for one in missed):
            return [few]
        return [f"the control {one['name']} was missed ({one['expected']})" for one in missed]

    def reason_to_doubt(self, reading: Reading) -> str | None:
        """Why a decided reading must not be believed, or None."""
        if (
            reading.verdict not in ("holds", "fails")
            or reading.criterion in ("limit", "works")
            or not np.isfinite(reading.estimate)
        ):
            return None
        where = reading.conditions
        floor = self.floor(where["operation"], where.get("processes", 1))
        differs = (reading.criterion, reading.verdict) in DIFFERENCES
        if differs and 1 / floor <= reading.estimate <= floor:
            return f"inside the noise floor of {floor:.3g}"
        for one in self.findings:
            if not one["found"] and concerns(one, reading):
                return f"the control {one['name']} was missed"
        return None


def quantile_factor(logs: Logs) -> float:
    """Their quantile, as a factor."""
    return float(np.exp(np.quantile(logs, QUANTILE)))


def concerns(finding: dict[str, Any], reading: Reading) -> bool:
    """Whether a missed control throws doubt on a reading: a known factor, on those that close to their margin."""
    if finding["kind"] == "error":
        return True
    if finding["kind"] == "grows":
        return reading.criterion in ("grows", "flat", "alike")
    margins = reading.margin if isinstance(reading.margin, (list, tuple)) else [reading.margin]
    return any(abs(np.log(reading.estimate / margin)) < np.log(finding["truth"]) for margin in margins)


def control_result(
    name: str,
    kind: str,
    expected: str,
    found: bool,
    blocks: int,
    estimate: float = np.nan,
    low: float = np.nan,
    high: float = np.nan,
    truth: float = np.nan,
) -> dict[str, Any]:
    """One control's line in verdicts.json."""
    numbers = {"estimate": float(estimate), "low": float(low), "high": float(high), "truth": float(truth)}
    return {"name": name, "kind": kind, "expected": expected, "found": found, "blocks": blocks, **numbers}
