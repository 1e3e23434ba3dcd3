"""Attaching again and again, each time singly, by an instance of its own that is used once."""

from __future__ import annotations

import time

from measure.harness import correctness
from measure.hints import TYPE_CHECKING, Any
from measure.timing.disturbance import Disturbance
from measure.timing.totals import total

if TYPE_CHECKING:
    from measure.harness.worker import Worker

ATTACH_LIMIT = 200  # a mechanism may keep a descriptor for each


def answer(worker: Worker) -> dict[str, Any]:
    """The worker's batches of one attach each; the first of them is the warm-up."""
    batches: list[tuple[int, int, int]] = []
    problems: set[str] = set()
    settings, disturbance = worker.settings, Disturbance(worker.workers == 1)
    started = time.perf_counter()
    while len(batches) < settings["minimum_batches"] or time.perf_counter() - started < settings["window_seconds"]:
        other = worker.fresh()
        before = time.perf_counter_ns()
        view = other.attach(worker.spec["handle"])
        after = time.perf_counter_ns()
        if worker.payload.kind != "blob":
            problems.add(correctness.check_written(other, view, [(0, worker.payload.item(0))]))
        other.detach(view)
        batches.append((1, before, after))
        if len(batches) > ATTACH_LIMIT or after - before > settings["slow_seconds"] * 1e9:
            break
    marks = disturbance.marks()
    problems.discard("ok")
    warmup, batches = (batches[:1], batches[1:]) if len(batches) > 1 else ([], batches)
    spent = (len(warmup), total(ended - begun for _, begun, ended in warmup))
    return dict(marks, batches=batches, warmup=spent, added=0, check="; ".join(problems) or "ok")
