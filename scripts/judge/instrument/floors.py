"""How far identical things differ: the noise floors, from one thing under two labels (`same_as_*`) and nothing else."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from measure.contract.operations import EMPTY, FIRST
from stats import intervals

CLASSES = {
    "access": ("read_item", "read_item_fixed", "write_item", "write_item_fixed", "append", "length"),
    "update": ("increment", "increment_locked", "increment_own_lock", "increment_fcntl", "increment_atomic"),
    "set-up": ("create", "attach", "attach_connection", "attach_elsewhere"),
    "first use": tuple(FIRST),
    "whole": ("iterate", "copy_out", "copy_in", "repr"),
    "latency": ("latency",),
    "refresh": ("refresh",),
    "transfer": ("transfer",),
}
UNPAIRED = ("start", EMPTY)  # a server's start, and the loop's own price: nothing that a floor is asked for
QUANTILE = 0.9  # of the pairs of identical things: the floor and the smallest effect are stated at it
FLOOR_IN_SDS = 0.78  # the QUANTILE of the distance of 7 blocks' median from its truth, in SDs of a block
WHERE = ["operation", "processes", "size_bytes"]  # what a floor is of
PLACE = [*WHERE, "interpreter", "payload", "block"]
TIMES = ["seconds", "relative"]
Logs = npt.NDArray[np.float64]  # natural logs of ratios, one a block


@dataclass(frozen=True)
class Pair:
    """A thing and its double under one operation, number of processes and size (bytes)."""

    operation_class: str
    processes: int
    size: int
    logs: Logs
    relative: Logs  # the same of times divided by the canary's


def class_of(operation: str) -> str:
    return next((name for name, operations in CLASSES.items() if operation in operations), "access")


def log_ratios(cells: pd.DataFrame, one: str, other: str, by: list[str]) -> pd.DataFrame:
    """Log ratios of two backends: means over the conditions in which both have a value.

    Parameters
    ----------
    cells : those of collect.cells with `relative`, seconds over the canary's
    by : what each mean is of, the block among it

    Returns
    -------
    DataFrame, index `by`: natural logs of the ratios of `seconds` and of `relative`
    """
    first, second = (cells.loc[cells["backend"] == name, [*PLACE, *TIMES]] for name in (one, other))
    both = first.merge(second, on=PLACE, suffixes=("", "_other"))
    logs = {name: np.log(both[name] / both[f"{name}_other"]) for name in TIMES}
    return both[PLACE].assign(**logs).groupby(by, observed=True)[TIMES].mean()


def aa_pairs(cells: pd.DataFrame, controls: dict[str, dict[str, Any]]) -> Iterator[Pair]:
    """Every `same_as_*` control beside its double; `cells` have `relative`, seconds over the canary's."""
    doubles = {name: str(controls[name]["same_as"]) for name in sorted(controls) if controls[name].get("same_as")}
    paired = cells["backend"].isin([*doubles, *doubles.values()]) & ~cells["operation"].isin(UNPAIRED)
    cells = cells[paired]  # a search among a few rows for each pair, instead of among all
    for name, double in doubles.items():
        ratios = log_ratios(cells, name, double, [*WHERE, "block"])
        where: Any
        for where, part in ratios.groupby(level=WHERE, observed=True):
            operation, processes, size = where
            logs, relative = (part[column].dropna().to_numpy() for column in TIMES)
            if len(logs):
                yield Pair(class_of(operation), int(processes), int(size), logs, relative)


def by_class(pairs: list[Pair]) -> list[dict[str, Any]]:
    """One dict a class of operation, number of processes and size, in this order."""

    def key(pair: Pair) -> tuple[str, int, int]:
        return pair.operation_class, pair.processes, pair.size

    return [entry(*where, list(some)) for where, some in itertools.groupby(sorted(pairs, key=key), key)]


def entry(name: str, processes: int, size: int, pairs: list[Pair]) -> dict[str, Any]:
    """What some pairs say: the floor that they showed, and the one that their SD lets expect (factors; `sd` a log)."""
    estimates, lows, highs = np.array([intervals.interval(pair.logs) for pair in pairs]).T
    relative = np.array([np.median(pair.relative) for pair in pairs])
    sd = pooled_sd([pair.logs for pair in pairs])
    return {
        "class": name,
        "processes": processes,
        "size": size,
        "pairs": len(pairs),
        "floor": quantile_factor(abs(estimates)),
        "expected": expected_floor(sd, int(np.median([len(pair.logs) for pair in pairs]))),
        "sd": sd,
        "smallest": quantile_factor((highs - lows) / 2),
        "floor_in_canaries": quantile_factor(abs(relative)),
    }


def pooled_sd(samples: list[Logs]) -> float:
    """The SD over blocks, pooled over pairs by their degrees of freedom; nan where no pair has two blocks."""
    freedom = sum(len(logs) - 1 for logs in samples)
    squares = sum(float(((logs - logs.mean()) ** 2).sum()) for logs in samples)
    return float(np.sqrt(squares / freedom)) if freedom else float("nan")


def expected_floor(sd: float, blocks: int) -> float:
    """The floor that noise of this SD makes, with no luck of few pairs in it: exp(0.78 SD) at 7 blocks, a factor.

    The median of 7 Gaussian values has a standard error of 0.46 SD (David and Nagaraja, Order Statistics, 3.2), and
    1.645 of them are 0.755 SD; 0.78 leaves room for noise that flips. It shrinks with the root of the blocks.
    """
    return float(np.exp(FLOOR_IN_SDS * sd * np.sqrt(7 / blocks)))


def quantile_factor(logs: Logs) -> float:
    """Their quantile, as a factor."""
    return float(np.exp(np.quantile(logs, QUANTILE)))


def floor_at(entries: list[dict[str, Any]], operation: str, processes: int, size: int) -> float:
    """How far identical things differ in an operation's class: a factor; 1 if unknown.

    At the nearest number of processes that was measured; there at the smallest size that is at least `size` (bytes),
    or at the largest of all.
    """
    some = [one for one in entries if one["class"] == class_of(operation)]
    if not some:
        return 1.0
    nearest = min((one["processes"] for one in some), key=lambda count: abs(count - processes))
    here = [one for one in some if one["processes"] == nearest]
    found: float = next((one for one in here if one["size"] >= size), here[-1])["floor"]
    return found
