"""What the judge finds, typed. The fields are the keys of verdicts.json, which others read: they only ever grow."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import Field, WithJsonSchema

from judge.instrument.findings import InstrumentFindings
from judge.workloads.model import Workloads
from support.numbers import Number

Decision = Literal["holds", "fails", "undecided", "not measured", "does not apply"]
ClaimVerdict = Literal["holds", "mostly holds", "fails", "mostly fails", "depends", "undecided", "not measured here"]
Bound = Literal["", "at least", "at most"]
Agreement = Literal["agree", "differ", "open", "none decided"]


@dataclass(frozen=True)
class Interval:
    """An estimate with its interval."""

    estimate: Number
    low: Number
    high: Number


@dataclass(frozen=True)
class LessLoop(Interval):
    """A reading of the times less those of an empty loop; `turned`: it says the opposite of the raw one."""

    verdict: Decision
    turned: bool
    logs: list[Number] = field(default_factory=list)


@dataclass(frozen=True)
class Reading:
    """One way to read a claim, judged: estimate and interval in `unit`, against the margin.

    `cells` are patterns of the files of those that decided it; `disturbed_blocks` is how many blocks had a disturbed
    one among them. `logs` are the natural logs of the effect, one a block, of which all else is made; with `bound` they
    are known from one side only, because what would take too long wasn't done. `p_holds` and `p_fails` are one-sided
    p-values, against "it doesn't meet its margin" and "it does".
    """

    criterion: str
    conditions: dict[str, Any]
    margin: Any  # a number, a pair of them, or None, as claims.yaml has it
    unit: str
    verdict: Decision = "not measured"
    estimate: Number = np.nan
    low: Number = np.nan
    high: Number = np.nan
    blocks: int = 0
    significant_corrected: Annotated[
        bool, Field(serialization_alias="firm", description="decided at a level that all readings of the claim share")
    ] = False
    reason: str = ""
    logs: list[Number] = field(default_factory=list)
    alternatives: Annotated[list[list[Number]], Field(description="logs of each size, where one suffices")] = field(
        default_factory=list
    )
    bound: Bound = ""
    doubted: Annotated[bool, Field(description="undecided, because the run itself gives a reason to doubt it")] = False
    p_holds: Number = 1.0
    p_fails: Number = 1.0
    decides: Annotated[bool, Field(description="whether the verdict is made of it, or it is told beside")] = True
    disturbed_blocks: int = 0
    cells: list[str] = field(default_factory=list)
    steadiness: Annotated[str, Field(description="drifting, not shown or at rest: the worst of its conditions")] = ""
    less_loop: LessLoop | None = None


@dataclass(frozen=True)
class Margin:
    """One test of a claim: its criterion, its margin and the reason for it."""

    criterion: str
    margin: Any
    why: str | None


@dataclass(frozen=True)
class Effect:
    """What the reader of a claim meets most: `says` in words, with the interval at the level that all effects share.

    `reading` is the place of its reading among the claim's; None, with no numbers, where there is none.
    """

    says: str
    reading: int | None = None
    estimate: Number = np.nan
    low: Number = np.nan
    high: Number = np.nan
    unit: str = ""


@dataclass(frozen=True)
class Count:
    """Of `declared` readings at least `true` are true and at least `false` are not, with 95% for both together."""

    true: int
    false: int
    declared: int


@dataclass(frozen=True)
class Verdict:
    """A claim's verdict with its readings; `over`: the two backends of a ratio; `true_for`: where it holds.

    A question has no verdict, and no readings. `short` is the effects in one line. `less_loop` is the verdict that the
    times less the loop would give: the raw ones decide.
    """

    id: str
    quote: str
    english: str
    margins: list[Margin]
    over: list[str] | None
    verdict: ClaimVerdict | None
    short: str
    statement: str
    readings: list[Reading]
    causes: list[dict[str, Any]]
    crossovers: list[dict[str, Any]]
    true_for: str
    less_loop: ClaimVerdict | None
    kind: Literal["claim", "question"] = "claim"
    effects: list[Effect] = field(default_factory=list)
    count: Count | None = None


@dataclass(frozen=True, kw_only=True)
class MergedVerdict(Verdict):
    """A claim over several kinds of node: whether these agree, and which readings hold on one and fail on another."""

    by_kind: dict[str, ClaimVerdict | None]
    agreement: Agreement
    compared: int
    opposite: int
    contradicted: str


@dataclass(frozen=True)
class Source:
    """What somebody else than the article says, judged: where it stands, and its claims."""

    title: str
    author: str | None
    address: str | None
    date: str | None
    claims: list[MergedVerdict | Verdict]


@dataclass(frozen=True)
class Comparison(Interval):
    """The best's time over that of the same work without sharing, which `what` names.

    `beaten`: the interval lies wholly below 1, by more than identical things differ, so it is no limit.
    """

    what: str
    beaten: bool


@dataclass(frozen=True)
class RankedMechanism:
    """A mechanism's line of a ranking: seconds, and the ratio to the best choice, each with its interval.

    `alike`: it can't be told from the best. `unsafe`: the reasons why it isn't advised where safety matters.
    """

    backend: str
    operation: str
    seconds: Number
    low: Number
    high: Number
    ratio: Number
    ratio_low: Number
    ratio_high: Number
    alike: bool
    unsafe: list[str]


@dataclass(frozen=True)
class Ranking:
    """The mechanisms of one condition, the best first; `size` in bytes, `best` in seconds."""

    interpreter: str
    payload: str
    task: str
    size: int
    processes: int
    blocks: int
    best: Interval
    limit: Comparison | None
    ranked: list[RankedMechanism]


@dataclass(frozen=True)
class Pick(RankedMechanism):
    """The mechanism that serves one condition."""

    payload: str
    task: str
    size: int
    processes: int


@dataclass(frozen=True)
class Recommendation:
    """The fewest mechanisms that serve every condition within `margin` times the best.

    `worst` is the end of the widest interval; `unsure` conditions are served by an estimate alone, `unserved` by none.
    """

    margin: Number
    mechanisms: list[str]
    picks: list[Pick]
    worst: Annotated[float | None, WithJsonSchema({"anyOf": [{"type": "number"}, {"type": "null"}]})]
    unsure: int
    unserved: int


@dataclass(frozen=True)
class Answer:
    """What to use instead, under the newest interpreter that was ranked; `probed`: whether safety was."""

    interpreter: str | None = None
    probed: bool = False
    boards: list[Ranking] = field(default_factory=list)
    advice: Recommendation | None = None
    safe_advice: Recommendation | None = None


@dataclass(frozen=True)
class Verdicts:
    """All of verdicts.json for one kind of node; `span`: the two sizes, in bytes, that growths are stated over.

    `workloads` is there only where the run has the parts of some.
    """

    run: dict[str, Any]
    span: list[int]
    instrument: InstrumentFindings
    claims: list[MergedVerdict | Verdict]
    answer: Answer
    schema: int = 1
    memory: list[dict[str, Any]] = field(default_factory=list)  # as collect.memory.table has it
    sources: list[Source] = field(default_factory=list)
    workloads: Workloads | None = None


@dataclass(frozen=True, kw_only=True)
class KindVerdicts(Verdicts):
    """The verdicts of one of several kinds of node."""

    name: str
    nodes: list[str]


@dataclass(frozen=True, kw_only=True)
class MergedVerdicts(Verdicts):
    """All of verdicts.json for a run on several kinds of node."""

    kinds: dict[str, KindVerdicts]
