"""What to use instead: who is fastest where, who can't be told from it, and the fewest recommendations that do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from judge.eligibility import ineligible
from judge.model import Answer, Comparison, Interval, RankedMechanism, Ranking
from judge.recommendation import fewest_mechanisms
from judge.records import Records, records_by, wide_table, with_holes
from judge.run_data import RunData
from measure.contract.operations import EMPTY, FIRST
from stats import effects, intervals
from support import units

# Ways to do one and the same thing. To add one without a lock is no way: it loses updates.
TASKS = dict.fromkeys(("increment_locked", "increment_own_lock", "increment_atomic", "increment_fcntl"), "add_one")
# Not what anybody chooses by: a second reading of the same, a control, and what one mechanism only offers.
LEFT_OUT = {"start", "read_item_fixed", "write_item_fixed", "increment", "append", "length", "repr", "transfer"}
LEFT_OUT |= {EMPTY, *FIRST, "attach_connection", "attach_elsewhere"}
# Task -> the (backend or channel, its operation) that do the same without sharing between processes.
OUT, IN, ROUND = ("plain_copy", "copy_out"), ("plain_copy", "copy_in"), ("handover_only", "transfer")
LIMITS: dict[str, list[tuple[str, str]]] = {"copy_out": [OUT], "copy_in": [IN], "refresh": [IN, OUT, ROUND]}
LIMITS.update((task, [("local_list", task)]) for task in ("read_item", "write_item", "iterate"))
LEAST = 3  # mechanisms: to be the faster of two says little of what to use
Unsafe = dict[tuple[str, str], list[str]]
Logs = npt.NDArray[np.float64]  # one natural log of seconds a block
Way = tuple[str, str]  # to do a task: a backend and its operation
WHERE = ["interpreter", "payload", "task", "size_bytes", "processes"]


def answer(data: RunData, unsafe: Unsafe) -> Answer:
    """The rankings and recommendations; `unsafe` maps (backend, interpreter) to the reasons why it isn't safe.

    It is {} in a run without probes; what isn't in it could not be probed, and doesn't count as safe.

    `boards`: one ranking a condition. `advice`: the fewest mechanisms whose regret stays within the margin, among all
    and, where probes ran, among the safe ones; None with too few blocks or too few contenders.
    """
    boards = list(rankings(data, unsafe))
    newest = max((board.interpreter for board in boards), key=units.version_key, default=None)
    here = [board for board in boards if board.interpreter == newest]
    return Answer(
        interpreter=newest,
        probed=bool(unsafe),
        boards=boards,
        advice=fewest_mechanisms(here, lambda row: True),
        safe_advice=fewest_mechanisms(here, lambda row: not row.unsafe) if unsafe else None,
    )


def contenders(data: RunData) -> pd.DataFrame:
    """The cells of mechanisms that can be chosen for an operation, with the task and the way of each."""
    backends, cells = data.run["backends"], data.cells[~data.cells["operation"].isin(LEFT_OUT)]
    out = [(name, operation) for operation in cells["operation"].unique() for name in ineligible(backends, operation)]
    pairs = pd.MultiIndex.from_frame(cells[["backend", "operation"]])
    cells = cells[cells["backend"].isin(list(backends)) & ~pairs.isin(out)]
    ways = list(zip(cells["backend"], cells["operation"], strict=True))
    return cells.assign(task=cells["operation"].replace(TASKS), way=pd.Series(ways, cells.index, dtype=object))


def rankings(data: RunData, unsafe: Unsafe) -> Iterator[Ranking]:
    """A ranking for every condition in which at least LEAST mechanisms gave a value in every block."""
    for key, rows in records_by(contenders(data), WHERE, ["block", "way", "seconds"]).items():
        ways, logs = fastest_way_each(rows)
        if len(ways) < LEAST or len(logs) < 2:
            continue
        where: dict[str, Any] = dict(zip(WHERE, key, strict=True))
        where["size"], where["processes"] = int(where.pop("size_bytes")), int(where["processes"])
        best = effects.cross_validated_best(logs)
        ranked = sorted(ranked_rows(ways, logs, best, unsafe, data, where), key=lambda row: row.ratio)
        limit = compare_with_limit(data, where, best)
        yield Ranking(**where, blocks=len(logs), best=interval(best), limit=limit, ranked=ranked)


def unsafe_reasons(unsafe: Unsafe, name: str, interpreter: str) -> list[str]:
    """Why a mechanism isn't advised where safety matters; nothing in a run without probes."""
    return unsafe.get((name, interpreter), ["not probed"]) if unsafe else []


def fastest_way_each(rows: Records) -> tuple[list[Way], Logs]:
    """Of each backend its way to do a task, and a (blocks, ways) array of the natural logs of seconds.

    Of several ways to do a task a backend enters with the one that is faster on the whole; a backend that lacks a
    block is left out, so that all are compared in the same blocks.
    """
    table = with_holes(rows, "way")
    whole = np.flatnonzero(~np.isnan(table.values).any(axis=0)).tolist()
    logs = np.log(table.values)
    usual = np.median(logs, axis=0)
    fastest: dict[str, int] = {}
    for place in sorted(whole, key=lambda place: float(usual[place])):
        fastest.setdefault(table.columns[place][0], place)
    places = sorted(fastest.values())
    return [table.columns[place] for place in places], logs[:, places]


def ranked_rows(
    ways: list[Way], logs: Logs, best: Logs, unsafe: Unsafe, data: RunData, where: dict[str, Any]
) -> Iterator[RankedMechanism]:
    """Each mechanism's line of a ranking: its time, and the ratio to the best choice, chosen on the other blocks.

    `alike`: it can't be told from the best. Its interval reaches down to the noise floor of such operations, at a level
    that holds for all rivals of the ranking together (Bonferroni); without an interval nothing can be told.
    """
    ratios = logs.T - best
    seconds, ratio = (np.exp(intervals.interval(some)).T.tolist() for some in (logs.T, ratios))
    surely = np.exp(intervals.interval(ratios, 1 - (1 - intervals.CONFIDENCE) / (len(ways) - 1))[1])
    for (backend, operation), time, times, least in zip(ways, seconds, ratio, surely, strict=True):
        floor = data.instrument.floor(operation, where["processes"], where["size"])
        reasons = unsafe_reasons(unsafe, backend, where["interpreter"])
        alike = not least > floor
        yield RankedMechanism(
            backend, operation, time[0], time[1], time[2], times[0], times[1], times[2], alike, reasons
        )


def interval(logs: Logs, level: float = intervals.CONFIDENCE) -> Interval:
    """The interval of `logs`, one natural log a block, in the unit that they are the logs of."""
    return Interval(*map(float, np.exp(intervals.interval(logs, level))))


def compare_with_limit(data: RunData, where: dict[str, Any], best: Logs) -> Comparison | None:
    """How the best stands against the same work without sharing; None where that wasn't measured in all its blocks.

    It need not be a limit: a list's ints take five times the bytes of a block's, and miss the caches sooner.
    """
    parts = [yardstick_seconds(data, where, *part) for part in LIMITS.get(where["task"], [])]
    known = [part for part in parts if part is not None and len(part) == len(best)]
    if not parts or len(known) < len(parts):
        return None
    names = dict.fromkeys(name for name, _ in LIMITS[where["task"]])
    times = interval(best - np.log(np.sum(known, axis=0)))
    floor = data.instrument.floor(LIMITS[where["task"]][0][1], where["processes"], where["size"])
    beaten = bool(times.high < 1 / floor)
    return Comparison(times.estimate, times.low, times.high, what=" and ".join(names), beaten=beaten)


def yardstick_seconds(data: RunData, where: dict[str, Any], name: str, operation: str) -> Logs | None:
    """A yardstick's seconds, one a block, or None: of bytes, which are copied alike, whatever they mean."""
    own = name == "local_list"
    wanted = {**where, "operation": operation, "payload": where["payload"] if own else "blob"}
    exact = {"processes": where["processes"] if own else 1}
    if operation != "transfer":  # a signal carries nothing: any size will do
        exact["size_bytes"] = where["size"]
    cells, _, _ = data.matching(wanted, backend=[name], **exact)
    return wide_table(cells, "backend").of(name) if len(cells) else None
