"""All that a page needs to reckon a life as `choice` does, in a form that JavaScript reads."""

from __future__ import annotations

from typing import Any

from judge.workloads.choice import LEAST, MARGIN, READING
from judge.workloads.estimates import FAR
from judge.workloads.tasks import ATTACH, MESSAGES, ONCE, START, TASKS
from measure.contract.backend import INHERITED
from stats import intervals

PART = ["interpreter", "payload", "backend", "operation", "size", "processes", "floor", "blocks", "logs"]
GAP = PART[:6]  # and the place of its reason


def page_data(workloads: dict[str, Any]) -> dict[str, Any]:
    """The parts, their mechanisms and the entries of verdicts.json's `workloads`, with the constants of the statistics.

    `levels`: number of blocks -> number of rivals -> [rank, weight of the next rank, t quantile] of the interval that
    holds for all rivals together; 1 is a single one's. No blocks that are fewer than an interval needs.
    """
    most = max((len(part["blocks"]) for part in workloads["parts"]), default=0)
    measured = {(part["backend"], part["interpreter"]) for part in workloads["parts"]}
    mechanisms = [one for one in workloads["mechanisms"] if (one["backend"], one["interpreter"]) in measured]
    rivals = len({one["backend"] for one in mechanisms})
    reasons = list(dict.fromkeys(gap["reason"] for gap in workloads["gaps"]))
    return {
        "columns": PART,
        "parts": [[part[name] for name in PART] for part in workloads["parts"]],
        "gaps": [[*(gap[name] for name in GAP), reasons.index(gap["reason"])] for gap in workloads["gaps"]],
        "reasons": reasons,
        "mechanisms": mechanisms,
        "entries": {answer["id"]: entry(answer) for answer in workloads["answers"]},
        "tasks": {name: dict(task._asdict(), once=name in ONCE) for name, task in TASKS.items()},
        "names": {"start": START, "attach": ATTACH, "messages": MESSAGES},
        "inherited": INHERITED[ATTACH],
        "reading": sorted(READING),
        "margin": MARGIN,
        "least": LEAST,
        "far": FAR,
        "levels": {
            count: {number: constants(count, number) for number in range(1, rivals + 1)}
            for count in range(intervals.MIN_BLOCKS, most + 1)
        },
    }


def entry(answer: dict[str, Any]) -> dict[str, Any]:
    """What a workload asks for."""
    return {key: answer[key] for key in ("job", "payload", "size", "workers", "counts")}


def constants(count: int, rivals: int) -> list[float]:
    """What `stats.intervals.interval` is made with, of `count` blocks, for one of so many rivals."""
    level = 1 - intervals.MISS_FACTOR * (1 - intervals.CONFIDENCE) / rivals
    rank, weight = intervals.interpolation(count, level)
    return [rank, weight, intervals.t_quantile(level, count)]
