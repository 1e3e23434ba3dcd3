"""Any life's answer, from the parts that a run has measured: the judge's and the command line's."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from judge.workloads import entries
from judge.workloads.choice import MemoryOf, choose
from judge.workloads.cost import Measured
from judge.workloads.model import Choice, Gap, Mechanism, Memory, Part, WorkloadAnswer
from judge.workloads.tasks import Life


def answered(
    entry: dict[str, Any],
    interpreter: str,
    found: Iterable[Part],
    gaps: Iterable[Gap],
    mechanisms: Iterable[Mechanism],
    memory: list[dict[str, Any]],
) -> WorkloadAnswer:
    """A workload's answer under one interpreter."""
    life = entries.life(entry)
    choice = choice_for(life, interpreter, found, gaps, mechanisms, memory)
    told: dict[str, Any] = {key: " ".join(entry[key].split()) for key in ("id", "job", "why")}
    return WorkloadAnswer(**told, interpreter=interpreter, **life._asdict(), choice=choice)


def choice_for(
    life: Life,
    interpreter: str,
    found: Iterable[Part],
    gaps: Iterable[Gap],
    mechanisms: Iterable[Mechanism],
    memory: list[dict[str, Any]],
) -> Choice:
    """What to use for any life, by what a run has measured under one interpreter."""
    where = (interpreter, life.payload)
    measured = Measured(
        (part for part in found if (part.interpreter, part.payload) == where),
        (gap for gap in gaps if (gap.interpreter, gap.payload) == where),
    )
    known = {one.backend: one for one in mechanisms if one.interpreter == interpreter}
    return choose(measured, known, life, memory_near(life, interpreter, memory))


def memory_near(life: Life, interpreter: str, rows: list[dict[str, Any]]) -> MemoryOf:
    """What a mechanism's processes hold where that was looked at nearest to a life, its number of workers first."""

    def held(backend: str) -> Memory | None:
        wanted = {"backend": backend, "interpreter": interpreter, "payload": life.payload, "placement": "none"}
        some = [row for row in rows if wanted.items() <= row.items() and row["total"] is not None]
        if not some:
            return None
        row = min(some, key=lambda one: (abs(one["processes"] - life.workers), distance(one, life), one["operation"]))
        return Memory(row["total"], row["size_bytes"], row["processes"])

    return held


def distance(row: dict[str, Any], life: Life) -> float:
    """How many times a size is another one, on the log scale."""
    return abs(math.log(row["size_bytes"] / life.size))
