"""Attaching again and again, each time singly, by an instance of its own that is used once."""

from __future__ import annotations

import functools
import time

from measure.harness import correctness
from measure.hints import TYPE_CHECKING, Any, Callable
from measure.timing.disturbance import Disturbance
from measure.timing.window import first_apart

if TYPE_CHECKING:
    from measure.contract.backend import Backend
    from measure.harness.worker import Worker

ATTACH_LIMIT = 200  # a mechanism may keep a descriptor for each


def attach(other: Backend, handle: Any) -> tuple[int, int, int, Any]:
    """(1, started, ended, view) of attaching."""
    before = time.perf_counter_ns()
    view = other.attach(handle)
    return 1, before, time.perf_counter_ns(), view


def attach_elsewhere(other: Backend, handle: Any) -> tuple[int, int, int, Any]:
    """The same for a process that got the handle when it was already running."""
    before = time.perf_counter_ns()
    view = other.attach_elsewhere(handle)
    return 1, before, time.perf_counter_ns(), view


def attach_connection(other: Backend, handle: Any) -> tuple[int, int, int, Any]:
    """The same of the part of attaching that the mechanism leaves to the first use."""
    view = other.attach(handle)
    before = time.perf_counter_ns()
    other.attach_connection(view)
    return 1, before, time.perf_counter_ns(), view


def answer(once: Callable[..., tuple[int, int, int, Any]], worker: Worker) -> dict[str, Any]:
    """The worker's batches of one attach each, by one of the functions above; the first of them is the warm-up."""
    batches: list[tuple[int, int, int]] = []
    problems: set[str] = set()
    settings, disturbance = worker.settings, Disturbance(worker.workers == 1)
    counted = disturbance.around(once)
    started = time.perf_counter()
    while len(batches) < settings["minimum_batches"] or time.perf_counter() - started < settings["window_seconds"]:
        other = worker.fresh()
        loops, before, after, view = counted(other, worker.spec["handle"])
        if worker.payload.kind != "blob":
            problems.add(correctness.check_written(other, view, [(worker.payload.place(0), worker.payload.item(0))]))
        other.detach(view)
        batches.append((loops, before, after))
        if len(batches) > ATTACH_LIMIT or after - before > settings["slow_seconds"] * 1e9:
            break
    marks = disturbance.marks()
    problems.discard("ok")
    spent, timed = first_apart(batches)
    return dict(marks, batches=timed, warmup=spent, added=0, check="; ".join(problems) or "ok")


ANSWERS = {one.__name__: functools.partial(answer, one) for one in (attach, attach_elsewhere, attach_connection)}
