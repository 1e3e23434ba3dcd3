"""The cost of a life: the sum of its measured parts, block by block."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from judge.workloads.estimates import Estimate, Known, Logs, Unknown, at, at_size
from judge.workloads.model import Gap, Paid, Part
from judge.workloads.tasks import ATTACH, ONCE, START, TASKS, Life, Task
from measure.contract.backend import INHERITED

HANDED_AT_START = "the workers get it while they are started"


class Missing(Exception):
    """A part that a mechanism lacks: its task, and the reason in words."""

    def __init__(self, task: str, reason: str) -> None:
        super().__init__(task, reason)
        self.task, self.reason = task, reason


class Measured:
    """The parts of one interpreter and payload, and why others are missing; `blocks` are all that any of them has."""

    def __init__(self, parts: Iterable[Part], gaps: Iterable[Gap]) -> None:
        parts = list(parts)
        self.blocks = sorted({block for part in parts for block in part.blocks})
        self.known: dict[tuple[str, str], Known] = {}
        self.floors: dict[tuple[str, str], dict[tuple[int, int], float]] = {}
        for part in parts:
            logs = np.full(len(self.blocks), np.nan)
            logs[np.searchsorted(self.blocks, part.blocks)] = part.logs
            sizes = self.known.setdefault((part.backend, part.operation), {}).setdefault(part.processes, {})
            sizes[part.size] = logs
            floors = self.floors.setdefault((part.backend, part.operation), {})
            floors[part.processes, part.size] = part.floor
        self.gaps: dict[tuple[str, str], list[Gap]] = {}
        for gap in gaps:
            self.gaps.setdefault((gap.backend, gap.operation), []).append(gap)

    def backends(self, life: Life) -> list[str]:
        """Those of which anything that a life asks for was measured."""
        wanted = {way for task in life.counts for way in TASKS[task].ways}
        return sorted({backend for backend, operation in self.known if operation in wanted})

    def refusal(self, backend: str, operation: str, size: int, workers: int) -> str | None:
        """Why a mechanism has no value there, or refused a smaller size beyond those measured; None if not."""
        sizes = [one for known in self.known.get((backend, operation), {}).values() for one in known]
        for gap in self.gaps.get((backend, operation), []):
            beyond = not sizes or max(sizes) < gap.size <= size
            if gap.processes in (1, workers) and (beyond or gap.size == size):
                return gap.reason
        return None

    def floor(self, backend: str, operation: str, life: Life) -> float:
        """By which factor identical things differ in an operation, where it was measured nearest to a life."""
        floors = self.floors[backend, operation]
        return floors[min(floors, key=lambda place: (abs(place[0] - life.workers), abs(place[1] - life.size), place))]

    def most_workers(self) -> int:
        """The largest number of workers that anything was measured with; 0 for nothing."""
        return max((workers for known in self.known.values() for workers in known), default=0)


class Cost(NamedTuple):
    """A mechanism's life: seconds a block that are paid once, and for accesses; its parts.

    floor: the factor by which two identical mechanisms' lives would differ, the parts' weighed by their seconds
    """

    backend: str
    once: Logs
    access: Logs
    paid: list[Paid]
    floor: float

    @property
    def total(self) -> Logs:
        return self.once + self.access


def cost(measured: Measured, backend: str, life: Life) -> Cost:
    """What a life costs in a mechanism.

    Raises
    ------
    Missing
        when it lacks a part
    """
    sums = {True: np.zeros(len(measured.blocks)), False: np.zeros(len(measured.blocks))}
    paid, floors = [], []
    for task, count in {START: 1, **life.counts}.items():
        if task == START and not measured.known.get((backend, START)):
            continue  # it has no server
        if task == ATTACH and measured.refusal(backend, ATTACH, life.size, 1) == INHERITED[ATTACH]:
            paid.append(Paid(task, ATTACH, count, 0.0, 0.0, HANDED_AT_START))
            continue
        seconds, part = pay(measured, backend, task, count, life)
        sums[task in ONCE] += seconds
        paid.append(part)
        floors.append(part.seconds * np.log(measured.floor(backend, part.operation, life)))
    total = float(np.nanmedian(sums[True] + sums[False]))
    return Cost(backend, sums[True], sums[False], paid, float(np.exp(sum(floors) / total)))


def pay(measured: Measured, backend: str, task: str, count: int, life: Life) -> tuple[Logs, Paid]:
    """Seconds a block that a task takes, `count` times, and the same as a part."""
    kind = TASKS[task]
    first = first_time(measured, backend, kind, life.size)
    if first is not None and count == 1:
        return paid_part(task, kind.first, count, first, np.exp(first.logs))
    try:
        steady, operation = fastest_way(measured, backend, kind, life)
    except Unknown as error:
        raise Missing(task, str(error)) from error
    before = 0.0 if first is None else np.exp(first.logs) - np.exp(steady.logs)
    return paid_part(task, operation, count, steady, count * np.exp(steady.logs) + before)


def paid_part(task: str, operation: str, count: int, one: Estimate, seconds: Logs) -> tuple[Logs, Paid]:
    """Seconds a block with the part that they are."""
    each, together = (float(np.nanmedian(some)) for some in (np.exp(one.logs), seconds))
    return seconds, Paid(task, operation, count, each, together, one.note)


def first_time(measured: Measured, backend: str, kind: Task, size: int) -> Estimate | None:
    """The first time of a task, where it was measured; None where it counts as any other.

    Of what grows with the payload at that size alone: its first time isn't on a line with those of other sizes.
    """
    sizes = measured.known.get((backend, kind.first), {}).get(1, {})
    if not sizes or (kind.whole and size not in sizes):
        return None
    return at_size(sizes, size, kind.whole)


def fastest_way(measured: Measured, backend: str, kind: Task, life: Life) -> tuple[Estimate, str]:
    """(time of one operation, the operation): of several ways to do a task the one that is faster on the whole.

    One that failed in fewer blocks comes first: the blocks of the faster one would cost the mechanism its place.
    """
    found, reasons = [], []
    for operation in kind.ways:
        workers = life.workers if kind.together else 1
        known = measured.known.get((backend, operation), {})
        try:
            if reason := measured.refusal(backend, operation, life.size, workers):
                raise Unknown(reason)
            estimate = at(known, life.size, workers, kind.whole)
            failed = int(np.isnan(estimate.logs).sum())
            found.append((failed, float(np.nanmedian(estimate.logs)), operation, estimate))
        except Unknown as error:
            reasons.append(str(error))
    if not found:
        raise Unknown(reasons[0])
    *_, operation, estimate = min(found, key=lambda one: one[:3])
    return estimate, operation
