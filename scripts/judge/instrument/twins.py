"""What is the same must come out the same: pairs of mechanisms that run one line over one kind of memory."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from judge.instrument.findings import TwinFindings, TwinPair
from judge.instrument.floors import CLASSES, UNPAIRED, Logs, class_of
from stats import intervals

MARGIN = 1.05
WIDE_MARGIN = 1.15  # of large copies, which the caches decide, and of what another process answers
LARGE_BYTES = 4 * 2**20
MISSES = 1 - intervals.CONFIDENCE  # in how many runs of nothing but true twins a pair may be refused
SHOWN = 5  # of the pairs that aren't refused
IN_PLACE = ("access", "whole")  # in which mechanisms over the same memory are twins
BETWEEN_PROCESSES = ("latency", "refresh", "transfer")
CONDITION = ["interpreter", "payload", "operation", "size_bytes", "processes", "placement"]


@dataclass(frozen=True)
class ComparedPair:
    """A pair under one condition, with a log ratio a block."""

    pair: TwinPair
    logs: Logs


def twins(cells: pd.DataFrame, backends: dict[str, Any], controls: dict[str, Any], answering: set[str]) -> TwinFindings:
    """All pairs of twins of a run, and those that it must be refused for.

    A run with fewer than `intervals.MIN_BLOCKS` blocks has none: nothing could be told apart.

    Parameters
    ----------
    cells : those of collect.cells, of one kind of node
    backends, controls : run.json's
    answering : the backends whose accesses a server answers, by messages
    """
    found = [
        one
        for names, classes in pairs_of_names(backends, controls)
        for one in comparisons(cells, names, classes, bool(answering & set(names)))
        if len(one.logs) >= intervals.MIN_BLOCKS
    ]
    return findings(judged_by_holm(found))


def pairs_of_names(backends: dict[str, Any], controls: dict[str, Any]) -> Iterator[tuple[tuple[str, str], list[str]]]:
    """Each pair with the classes of operation in which it is one; an older run.json names no memory."""
    by_memory: dict[str, list[str]] = {}
    for name in sorted(backends):
        if memory := backends[name].get("view_memory"):
            by_memory.setdefault(memory, []).append(name)
    for names in by_memory.values():
        for one, other in itertools.combinations(names, 2):
            yield (one, other), list(IN_PLACE)
    for name in sorted(controls):
        if "same_as" in (controls[name] or {}):
            yield (name, controls[name]["same_as"]), [one for one in CLASSES if one not in ("set-up", "first use")]


def comparisons(
    cells: pd.DataFrame, names: tuple[str, str], classes: list[str], answered: bool
) -> Iterator[ComparedPair]:
    """A pair under each condition in which both ran the same line, and in the blocks that both have."""
    one, other = (cells.loc[cells["backend"] == name, [*CONDITION, "block", "line", "seconds"]] for name in names)
    joined = one.merge(other, on=[*CONDITION, "block"], suffixes=("", "_other"))
    wanted = joined["operation"].map(class_of).isin(classes) & ~joined["operation"].isin(UNPAIRED)
    joined = joined[wanted & (joined["line"].astype(str) == joined["line_other"].astype(str))]
    for where, logs in logs_by_condition(joined):
        interpreter, payload, operation, size, processes, placement = where
        wide = answered or size >= LARGE_BYTES or class_of(operation) in BETWEEN_PROCESSES
        margin = WIDE_MARGIN if wide else MARGIN
        pair = TwinPair(
            list(names), interpreter, payload, operation, int(size), int(processes), placement, len(logs), margin
        )
        yield ComparedPair(pair, logs)


def logs_by_condition(joined: pd.DataFrame) -> Iterator[tuple[Any, Logs]]:
    """Each condition in the order of their values, with its log ratios in the order of the rows."""
    numbers = joined.groupby(CONDITION, observed=True).ngroup().to_numpy()
    order = np.argsort(numbers, kind="stable")
    starts = np.flatnonzero(np.diff(numbers[order], prepend=-1))
    logs = np.log((joined["seconds"] / joined["seconds_other"]).to_numpy(dtype=float))[order]
    conditions = joined[CONDITION].iloc[order[starts]].itertuples(index=False, name=None)
    return zip(conditions, np.split(logs, starts[1:]))


def judged_by_holm(found: list[ComparedPair]) -> list[TwinPair]:
    """Every pair with its interval, refused or not; in all runs of true twins together one in twenty is.

    Holm's step-down (Scandinavian Journal of Statistics, 1979) by intervals: each is taken at 1 - 0.05 / (pairs not
    yet refused), and a pair is refused when its own lies wholly beyond the margin; then the others are looked at
    again, at the level of those that are left, until none is added. It holds however the pairs depend on each other,
    and two pairs that share a mechanism do. The level is the one at which a pair was refused, or the last.
    """
    refused: dict[int, TwinPair] = {}
    while True:
        left = [place for place in range(len(found)) if place not in refused]
        level = 1 - MISSES / max(1, len(left))
        rest = {place: with_interval(found[place], level) for place in left}
        beyond = {place: pair for place, pair in rest.items() if pair.refused}
        if not beyond:
            return list((refused | rest).values())
        refused |= beyond


def with_interval(one: ComparedPair, level: float) -> TwinPair:
    """The pair with its interval at `level`, refused where that lies wholly beyond the margin on either side."""
    estimate, low, high = map(float, np.exp(intervals.interval(one.logs, level)))
    beyond = low > one.pair.margin or high < 1 / one.pair.margin
    return replace(one.pair, estimate=estimate, low=low, high=high, refused=beyond)


def findings(pairs: Iterable[TwinPair]) -> TwinFindings:
    """How many pairs there are, those refused, and of the others those that lie furthest from 1."""
    every = sorted(pairs, key=lambda pair: (-abs(np.log(pair.estimate)), pair.pair, pair.operation, pair.size))
    others = [pair for pair in every if not pair.refused]
    return TwinFindings(len(every), [pair for pair in every if pair.refused], others[:SHOWN])


def merge(several: Iterable[TwinFindings]) -> TwinFindings:
    """The findings of several kinds of node as one."""
    every = list(several)
    merged = findings(pair for one in every for pair in (*one.refused, *one.widest))
    return replace(merged, pairs=sum(one.pairs for one in every))
