"""What is found of workloads, typed. The fields are keys of verdicts.json: they only ever grow."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from support.numbers import Number

Safety = Literal["passed", "unsafe", "untried", "not probed"]


@dataclass(frozen=True)
class Part:
    """The mean seconds of an operation over a cell's window, block by block.

    size: of the payload, in bytes; logs: natural logs, one for each of `blocks`; floor: the factor by which identical
    things differ here
    """

    interpreter: str
    payload: str
    backend: str
    operation: str
    size: int
    processes: int
    blocks: list[int]
    logs: list[Number]
    floor: Number


@dataclass(frozen=True)
class Gap:
    """Why a mechanism has no value of an operation at a size, in bytes, and a number of workers, as the run says."""

    interpreter: str
    payload: str
    backend: str
    operation: str
    size: int
    processes: int
    reason: str


@dataclass(frozen=True)
class Mechanism:
    """What a mechanism is beside its times.

    safety: passed every probe; unsafe, with `reasons`; untried where one that every mechanism has to answer (`reasons`
    names it) could not be tried; or not probed at all
    needs: what it takes beyond the standard library, workers and any system: the fewer, the simpler
    replica: it reads copies of its own, so its times lack what the others' changes cost
    """

    interpreter: str
    backend: str
    what: str
    safety: Safety
    reasons: list[str]
    needs: list[str]
    replica: bool


@dataclass(frozen=True)
class Paid:
    """A part of a life as a mechanism pays it: the median over the blocks of `seconds`, all `count` times together.

    each: seconds of one time, the first apart; note: how it was got where it wasn't measured just so
    """

    task: str
    operation: str
    count: int
    each: Number
    seconds: Number
    note: str


@dataclass(frozen=True)
class Memory:
    """Bytes that all processes of a cell held together, where that was looked at nearest to the workload."""

    total: int
    size: int
    processes: int


@dataclass(frozen=True)
class RankedLife:
    """A mechanism's life: its seconds, those that are paid once and those of all accesses, each with its interval.

    ratio: to the best choice, chosen on the other blocks; alike: it can't be told from that
    """

    backend: str
    seconds: Number
    low: Number
    high: Number
    once: Number
    once_low: Number
    once_high: Number
    access: Number
    access_low: Number
    access_high: Number
    ratio: Number
    ratio_low: Number
    ratio_high: Number
    alike: bool
    paid: list[Paid]
    memory: Memory | None = None


@dataclass(frozen=True)
class Lacking:
    """A mechanism that isn't ranked, and the part that it lacks, with the reason."""

    backend: str
    task: str
    reason: str


@dataclass(frozen=True)
class Choice:
    """What to use for a life, of `ranked`, the fastest first; None where there is none.

    alike: those that can't be told from the fastest, with it
    fastest_safe: the fastest that passed every probe
    simplest: of those that passed every probe, else of all, the one that needs the least within `margin` times the
    fastest of these; the choice of most blocks that are left out, of which there are `agreeing`
    recommended: the simplest, if it passed every probe
    """

    margin: Number
    blocks: list[int]
    fastest: str | None
    alike: list[str]
    fastest_safe: str | None
    simplest: str | None
    agreeing: int
    recommended: str | None
    ranked: list[RankedLife]
    lacking: list[Lacking]


@dataclass(frozen=True)
class WorkloadAnswer:
    """A workload of the file with its answer under one interpreter; `size` in bytes."""

    id: str
    job: str
    why: str
    interpreter: str
    payload: str
    size: int
    workers: int
    counts: dict[str, int]
    choice: Choice


@dataclass(frozen=True)
class Held:
    """The sum of single operations over a mix of them that was measured in one loop, `operation`.

    seconds: of a turn of the mix; ratio: predicted over measured, with its interval; deviation: SD over the blocks of
    its natural log; halves: share of the ways to halve the blocks in which both halves of the mix agree
    """

    interpreter: str
    payload: str
    backend: str
    operation: str
    size: int
    processes: int
    blocks: int
    seconds: Number
    ratio: Number
    low: Number
    high: Number
    deviation: Number
    halves: Number


@dataclass(frozen=True)
class Workloads:
    """The answers, and all that any other life is reckoned from; `held`: how far sums hold, where that was tried."""

    answers: list[WorkloadAnswer]
    mechanisms: list[Mechanism]
    parts: list[Part]
    gaps: list[Gap]
    held: list[Held] = field(default_factory=list)
