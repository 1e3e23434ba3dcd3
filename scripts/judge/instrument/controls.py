"""Can this run be believed? What it found of its own controls, and which readings that leaves in doubt."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from judge.closed_test import EXACT
from judge.instrument import doubts, floors
from judge.instrument.floors import class_of
from judge.model import Reading
from judge.records import wide_table
from stats import effects, intervals

SLOWED, GROWING = "read_item_fixed", "read_item"  # the operations that the controls slow down, and let grow
TOLERANCE = 1.25  # the smallest factor that the default run plants: who errs by it can't tell that from nothing
DIFFERENCES = {("grows", "holds"), ("flat", "fails"), ("at_least_ratio", "holds"), ("about_ratio", "holds")}
DIFFERENCES |= {("regret", "fails"), ("alike", "fails"), ("published_ratio", "holds")}
NOT_SEEN = "not seen"


class Instrument:
    """What a run's controls say.

    `cells` and `gaps` are those of collect.cells; `controls` and `backends` are run.json's; `span`: two sizes in bytes.
    """

    def __init__(
        self,
        cells: pd.DataFrame,
        gaps: pd.DataFrame,
        controls: dict[str, dict[str, Any]],
        span: list[int],
        backends: dict[str, dict[str, Any]] | None = None,
    ) -> None:
        self.cells = cells.assign(relative=cells["seconds"] / cells["canary"])
        self.gaps, self.controls, self.span = gaps, controls, span
        self.families = doubts.families(cells, backends or {})
        self.answering = {name for name, family in self.families.items() if family == doubts.MESSAGES}
        present = {*cells["backend"], *gaps["backend"]}
        self.measured = sizes_by_class(cells[~cells["backend"].isin(list(controls))])
        self.floors = floors.by_class(list(floors.aa_pairs(self.cells, controls)))
        self.findings = [
            self.finding(name) for name in sorted(controls) if name in present and self.has_planted_effect(name)
        ]

    def has_planted_effect(self, name: str) -> bool:
        return bool({"slower_than", "exponent", "trace_of", "error"} & set(self.controls[name]))

    def floor(self, operation: str, processes: int, size: int) -> float:
        """How far identical things of about that size, in bytes, differ: a factor; 1 if unknown."""
        return floors.floor_at(self.floors, operation, processes, size)

    def finding(self, name: str) -> dict[str, Any]:
        """What the run found of a control: expected, found, what was missed, and its numbers."""
        expects = self.controls[name]
        if "slower_than" in expects:
            return self.slowdown(name, expects)
        if "exponent" in expects:
            return self.growth(name, expects)
        if "trace_of" in expects:
            return self.trace(name, expects)
        return self.failure(name, expects)

    def slowdown(self, name: str, expects: dict[str, Any]) -> dict[str, Any]:
        """Seen when the interval lies above 1 and the estimate above the noise floor; found when accurate, too.

        Accurate: the planted factor lies between low / floor and high * floor, and the estimate errs by less than
        TOLERANCE. Without the latter an interval from 1.7 to 2.8 about 2.52 would pass for a factor of 2.
        """
        cells = self.cells[(self.cells["operation"] == SLOWED) & (self.cells["processes"] == 1)]
        sizes = sizes_of(cells[cells["backend"] == name])
        logs = floors.log_ratios(cells, name, expects["slower_than"], ["block"])["seconds"].dropna().to_numpy()
        estimate, low, high = np.exp(intervals.interval(logs))
        truth, floor = expects["factor"], self.floor(SLOWED, 1, max(sizes, default=0))
        seen = low > 1 and estimate > floor
        accurate = low / floor <= truth <= high * floor and abs(np.log(estimate / truth)) < np.log(TOLERANCE)
        text = f"{truth} times as slow as {expects['slower_than']}"
        facts = self.facts(name, "slower", SLOWED, text, sizes)
        return facts | accuracy(seen, accurate, estimate, truth) | numbers(len(logs), estimate, low, high, truth)

    def growth(self, name: str, expects: dict[str, Any]) -> dict[str, Any]:
        """Seen when the growth over the range lies above twice; found when its exponent is within 0.1 of the truth."""
        rows = self.cells[(self.cells["backend"] == name) & (self.cells["operation"] == GROWING)]
        seconds = wide_table(rows, "size_bytes")
        slopes = effects.slopes(seconds.columns, seconds.values) if len(seconds.columns) > 1 else np.array([])
        estimate, low, high = intervals.interval(slopes)
        truth, seen = expects["exponent"], low > np.log(2) / np.log(self.span[1] / self.span[0])
        text = f"time grows with the size to the power of {truth}"
        facts = self.facts(name, "grows", GROWING, text, sizes_of(rows))
        facts |= accuracy(seen, abs(estimate - truth) < 0.1, estimate, truth)
        return facts | numbers(len(slopes), estimate, low, high, truth)

    def trace(self, name: str, expects: dict[str, Any]) -> dict[str, Any]:
        """Found when about half of the blocks show what the other operation left behind, by `factor` at least.

        In the other half it comes second. Were the order of operations always the same, all or none would show it, and
        so each operation of a cell would be timed with what one and the same other one left in the caches.
        """
        rows = self.cells[(self.cells["backend"] == name) & (self.cells["operation"] == expects["on"])]
        seconds = np.sort(rows["seconds"].to_numpy(dtype=float))
        slow = seconds > seconds[:1] * expects["factor"]
        text = f"{expects['on']} is slower behind {expects['trace_of']}, which comes first in half of the blocks"
        facts = self.facts(name, "order", expects["on"], text, sizes_of(rows))
        found = bool(0 < slow.sum() < len(slow) and abs(2 * slow.sum() - len(slow)) <= 1)
        missed = None if found else f"slower in {slow.sum()} of {len(slow)} blocks" if len(slow) else NOT_SEEN
        ratio = float(np.median(seconds[slow]) / np.median(seconds[~slow])) if found else np.nan
        return facts | {"found": found, "missed": missed} | numbers(len(slow), ratio)

    def failure(self, name: str, expects: dict[str, Any]) -> dict[str, Any]:
        """Found when every block has the error, and no value."""
        operation, error = expects["operation"], expects["error"]
        rows = self.gaps[(self.gaps["backend"] == name) & (self.gaps["operation"] == operation)]
        seen, values = int((rows["error"] == error).sum()), self.cells
        values = values[(values["backend"] == name) & (values["operation"] == operation)]
        found = bool(seen == len(rows) and seen > 0 and values.empty)
        missed = None if found else f"noticed in {seen} of {len(rows) + len(values)} cells"
        facts = self.facts(name, "error", operation, f"{operation}: {error}", sizes_of(rows))
        return facts | {"found": found, "missed": missed} | numbers(seen)

    def facts(self, name: str, kind: str, operation: str, expected: str, sizes: list[int]) -> dict[str, Any]:
        """What a control is: its name, kind and expectation, its class of operation, family and sizes in bytes."""
        family = self.families.get(name, doubts.MEMORY)
        facts = {"name": name, "kind": kind, "expected": expected}
        return facts | {"class": class_of(operation), "family": family, "sizes": sizes}

    def problems(self) -> list[str]:
        """Why this run can't be trusted: one sentence a control that it missed, with what it touches."""
        few = "with fewer than 6 blocks no control can be found, so all verdicts about speed are undecided"
        missed = [one for one in self.findings if not one["found"]]
        if any(one["kind"] in ("slower", "grows") and one["blocks"] < 6 for one in missed):
            return [few]
        return [
            f"the control {one['name']} was missed ({how(one)}), which touches {doubts.scope(one)}" for one in missed
        ]

    def reason_to_doubt(self, reading: Reading) -> str | None:
        """Why a decided reading must not be believed, or None."""
        if reading.verdict not in ("holds", "fails") or reading.criterion in EXACT or not np.isfinite(reading.estimate):
            return None
        measured = self.measured.get(class_of(reading.conditions["operation"]), [])
        largest = max(doubts.sizes_of(reading, self.span))
        floor = max(
            self.floor(side["operation"], side.get("processes", 1), largest) for side in doubts.sides_of(reading)
        )
        if says_they_differ(reading) and 1 / floor <= reading.estimate <= floor:
            return f"inside the noise floor of {floor:.3g}"
        for one in self.findings:
            if not one["found"] and doubts.concerns(one, reading, self.families, measured):
                return f"the control {one['name']} was missed"
        return None


def says_they_differ(reading: Reading) -> bool:
    """Whether a verdict says that two things differ; that they are alike can be said within the noise, too."""
    margin = reading.margin
    alike = margin[0] < 1 < margin[1] if isinstance(margin, (list, tuple)) else margin < 1
    return (reading.criterion, reading.verdict) in DIFFERENCES and not alike


def how(missed: dict[str, Any]) -> str:
    """What a control was to show, and what was seen of it; of one that fails on purpose `expected` is its failure."""
    if missed["kind"] == "error":
        return f"it fails on purpose, {missed['expected']}, which was {missed['missed']}"
    return f"{missed['expected']}: {missed['missed']}"


def sizes_of(cells: pd.DataFrame) -> list[int]:
    """The sizes of some cells, in bytes, the smallest first."""
    return sorted(int(size) for size in cells["size_bytes"].unique())


def sizes_by_class(cells: pd.DataFrame) -> dict[str, list[int]]:
    """Class of operation -> the sizes, in bytes, at which something was measured."""
    classes = cells["operation"].map(class_of).astype(str)
    return {str(name): sizes_of(part) for name, part in cells.groupby(classes)}


def accuracy(seen: bool, accurate: bool, estimate: float, truth: float) -> dict[str, Any]:
    """`found`, and what was `missed`: the effect itself, or its size."""
    found = bool(seen and accurate)
    missed = f"seen, but as {estimate:.3g} instead of {truth:.3g}" if seen else NOT_SEEN
    return {"found": found, "missed": None if found else missed}


def numbers(
    blocks: int, estimate: float = np.nan, low: float = np.nan, high: float = np.nan, truth: float = np.nan
) -> dict[str, Any]:
    """The numbers of a control's line in verdicts.json."""
    values = {"estimate": float(estimate), "low": float(low), "high": float(high), "truth": float(truth)}
    return {"blocks": blocks, **values}
