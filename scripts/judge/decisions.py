"""A reading decided by an interval and its margin, or left open for want of values.

A reading's own verdict describes it; a claim's is decided by the p-values of all its readings (`closed_test`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from judge.model import Bound, Decision, Reading
from judge.records import Records
from stats import intervals

EQUIVALENCE = 0.90  # two one-sided tests at 5% each are an interval of 90%
Logs = npt.NDArray[np.float64]
Decide = Callable[[float, float, Any], Decision]


def exceeds(low: float, high: float, margin: float) -> Decision:
    """The interval against a threshold."""
    if low > margin:
        return "holds"
    if high < margin:
        return "fails"
    return "undecided"


def equivalent(low: float, high: float, margin: tuple[float, float]) -> Decision:
    """Equivalence: the whole interval inside the margin, a pair. A wide interval is evidence of nothing."""
    if margin[0] <= low and high <= margin[1]:
        return "holds"
    if high < margin[0] or low > margin[1]:
        return "fails"
    return "undecided"


def within_factor(low: float, high: float, margin: float) -> Decision:
    """Equivalence to one: the whole interval inside 1/margin to margin."""
    return equivalent(low, high, (1 / margin, margin))


def stays_below(low: float, high: float, margin: float) -> Decision:
    """The interval against a threshold from above."""
    opposite: dict[Decision, Decision] = {"holds": "fails", "fails": "holds", "undecided": "undecided"}
    return opposite[exceeds(low, high, margin)]


def decide(
    reading: Reading,
    logs: Logs,
    verdict_of: Decide,
    bound: Bound = "",
    level: float = intervals.CONFIDENCE,
) -> Reading:
    """A reading decided by its effects.

    Parameters
    ----------
    logs : (blocks,) array of float, natural logs of the effect
    verdict_of : the decision that an interval and the reading's margin give
    bound : from which side the effects are known, "" for both; the other end of the interval is open then
    level : of the interval that is quoted and that decides

    Returns
    -------
    Reading, undecided below `intervals.MIN_BLOCKS` blocks, where no interval exists
    """
    estimate, low, high = np.exp(intervals.interval(logs, level))
    low, high = (0.0 if bound == "at most" else low), (np.inf if bound == "at least" else high)
    verdict = verdict_of(low, high, reading.margin)
    if verdict_of in (equivalent, within_factor) and not bound:
        inner, outer = np.exp(intervals.interval(logs, EQUIVALENCE)[1:])
        verdict = "holds" if verdict_of(inner, outer, reading.margin) == "holds" else verdict
    reason = "the interval straddles the margin" if verdict == "undecided" else ""
    if len(logs) < intervals.MIN_BLOCKS:
        reason = f"{len(logs)} blocks; {intervals.MIN_BLOCKS} are the fewest that give an interval"
        low = high = np.nan
    return replace(
        reading,
        blocks=len(logs),
        estimate=float(estimate),
        low=float(low),
        high=float(high),
        verdict=verdict if len(logs) >= intervals.MIN_BLOCKS else "undecided",
        reason=reason,
        logs=[float(log) for log in logs],
        bound=bound,
    )


def with_conditions(reading: Reading, **more: Any) -> Reading:
    """The reading with further conditions."""
    return replace(reading, conditions={**reading.conditions, **more})


def first_reason(gaps: Records, otherwise: str) -> str:
    """Why there is no value, by the first of the gaps."""
    return str(gaps["reason"][0]) if len(gaps) else otherwise


def absent(reading: Reading, gaps: Records, otherwise: str) -> Reading:
    """A reading without the values that it needs; `gaps` are those of what is missing.

    What the mechanism declines doesn't apply. Where nobody tried, or the machine couldn't, it isn't measured: another
    run could tell. What failed otherwise is undecided: it was tried, and no number came of it.
    """
    errors = set(gaps["error"])
    if errors == {"declined"}:
        verdict: Decision = "does not apply"
    else:
        verdict = "undecided" if errors and "refused" not in errors else "not measured"
    return replace(reading, verdict=verdict, blocks=len(set(gaps["block"])), reason=first_reason(gaps, otherwise))


def absent_of_several(reading: Reading, gaps: Records, missing: list[str]) -> Reading:
    """`absent`, by the backend that says most: one that declines makes it no comparison, one untried leaves it open."""
    rank: list[Decision] = ["does not apply", "not measured", "undecided"]
    found = [absent(reading, gaps[gaps["backend"] == name], f"no cells of {name}") for name in missing]
    return min(found, key=lambda one: rank.index(one.verdict))
