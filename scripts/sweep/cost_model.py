"""How long a cell takes: a sum of few terms, whose coefficients a pilot fits on the machine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.optimize import nnls

from measure.contract import discovery
from measure.contract.operations import FIRST, TURNS, is_access, is_answered_by_server, is_timed_singly
from measure.contract.payload import IN_ONE_PIECE
from measure.harness import first_use, warm_time
from measure.timing import singly, visits, warm_up

LARGE = 2**24  # bytes, the unit of a payload's cost
# Seconds of each term, as a default run of 1,267 cells had them: what a pilot starts from, and all that a dry run has.
ROUGH = {
    "start": 0.1,  # a cell: its interpreter, its imports, its end
    "worker": 0.056,  # a process that it starts
    "server": 0.05,
    "operation": 1.2,  # times what the timing asks for: warm-up, calibration and the window itself
    "served_operation": 0.2,  # and so much more where a server answers
    "itemwise_operation": 0.38,  # one on the whole of a payload that goes item by item
    "itemwise_items": 1.8,  # and LARGE bytes of it: done once where it takes long, or refused and the object made anew
    "items": 0.88,  # LARGE bytes of them, made, created, copied and checked
    "blob": 0.23,
}
PRIOR = 0.01  # the weight of ROUGH beside that of one cell: it decides only what the pilot's cells leave open
OUTLIER = 0.3  # relative error beyond which a cell counts less, after Huber (1964)
ROUNDS = 10  # of reweighting: more change nothing that is printed


def itemwise(cell: Any, operations: Sequence[str]) -> int:
    """How many of a cell's operations go over its payload item by item, as far as they may."""
    slow = discovery.load_or_stand_in(discovery.find(cell.backend)).itemwise if cell.payload != "blob" else frozenset()
    return sum(not slow.isdisjoint([name, FIRST.get(name), *TURNS.get(name, ())]) for name in operations)


def warm_up_seconds(operation: str, cell: Any) -> float:
    """What a warm-up should take: of large ints, whose copies take milliseconds each, all that it may."""
    rule = warm_time.rule(operation, cell.size)
    slow_copies = rule.loops == warm_up.LEAST_COPIES and cell.payload not in IN_ONE_PIECE
    return float(rule.most_seconds if slow_copies else rule.seconds)


def asked_seconds(operation: str, cell: Any, timing: dict[str, float], backend: Any) -> float:
    """What the timing asks for: warm-up, calibration and window, and another one where operations are timed singly."""
    each = singly.window_seconds(cell.processes) if is_timed_singly(operation, backend) else 0.0
    return each + looped_seconds(operation, cell, timing, is_answered_by_server(backend))


def looped_seconds(operation: str, cell: Any, timing: dict[str, float], served: bool) -> float:
    """Of the former, what a loop takes; or visits, where the harness makes them."""
    if is_access(operation) and not served and cell.processes == 1:
        batches = max(timing["minimum_batches"], timing["window_seconds"] / timing["batch_seconds"])
        return visits.WARM_SECONDS + visits.VISITS_A_BATCH * batches * (visits.REWARM_SECONDS + visits.BATCH_SECONDS)
    return warm_up_seconds(operation, cell) + timing["window_seconds"] + 5 * timing["batch_seconds"]


def terms(cell: Any, operations: Sequence[str], timing: dict[str, float]) -> list[float]:
    """How much of each of ROUGH's terms a cell of these operations has."""
    backend = discovery.load_or_stand_in(discovery.find(cell.backend))
    served = is_answered_by_server(backend)
    asked = sum(asked_seconds(name, cell, timing, backend) for name in operations if name not in FIRST)
    workers = cell.processes + first_use.workers(operations, cell.size)
    payload, blob = cell.size / LARGE, cell.payload in IN_ONE_PIECE
    items = 0 if blob else payload
    return [
        1,
        workers,
        backend.servers,
        asked,
        asked if served else 0,
        itemwise(cell, operations),
        itemwise(cell, operations) * items,
        items,
        payload if blob else 0,
    ]


def expected_seconds(
    cell: Any, operations: Sequence[str], timing: dict[str, float], coefficients: dict[str, float] = ROUGH
) -> float:
    """How long a cell of these operations should take, by coefficients in seconds for each of ROUGH's terms."""
    return sum(part * coefficients[name] for name, part in zip(ROUGH, terms(cell, operations, timing), strict=True))


def fit(parts: Sequence[Sequence[float]], seconds: Sequence[float]) -> dict[str, float]:
    """The coefficients, none below zero, by which measured cells are explained best.

    Least squares (Lawson and Hanson's NNLS), since a term that costs less than nothing foretells nonsense; a cell's
    variance grows with its time; one that is unlike the others counts less, or eight cells would be that one's.

    Parameters
    ----------
    parts : of each cell, what `terms` says
    seconds : of each cell, what it took

    Returns
    -------
    term -> seconds
    """
    known, taken, prior = np.array(parts, float), np.array(seconds, float), np.array(list(ROUGH.values()))
    base = 1 / np.sqrt(known @ prior)
    weights, found = base, prior
    for _ in range(ROUNDS):
        rows = np.vstack([known * weights[:, None], np.sqrt(PRIOR) * np.diag(1 / prior)])
        found = nnls(rows, np.concatenate([taken * weights, np.full(len(prior), np.sqrt(PRIOR))]))[0]
        error = np.abs(taken / np.maximum(known @ found, 1e-9) - 1)
        weights = base * np.sqrt(np.minimum(1, OUTLIER / np.maximum(error, 1e-9)))
    return {name: round(float(value), 5) for name, value in zip(ROUGH, found, strict=True)}
