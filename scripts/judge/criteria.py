"""One function per kind of test: it decides one reading from the cells behind it.

Each takes a reading that isn't judged yet, its cells and gaps, what its criterion asks for beside them, and `family`,
the number of readings of the claim; it gives back the reading with verdict and numbers. None changes what it is given.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from collect.cells import wide_table
from judge.model import Decision, Reading
from measure.largest_payload import UNTRIED
from stats import effects, intervals

LEAST_SPAN = 64  # sizes must differ by so much before a slope says anything
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
    logs: npt.NDArray[np.float64],
    verdict_of: Decide,
    family: int,
    level: float = intervals.CONFIDENCE,
) -> Reading:
    """A reading decided by its effects.

    Parameters
    ----------
    logs : (blocks,) array of float, natural logs of the effect
    verdict_of : the decision that an interval and the reading's margin give
    family : number of the claim's readings, for the level that all of them share (Bonferroni)
    level : of the interval that is quoted and that decides

    Returns
    -------
    Reading, undecided below `intervals.MIN_BLOCKS` blocks, where no interval exists
    """
    estimate, low, high = np.exp(intervals.interval(logs, level))
    _, low_of_all, high_of_all = np.exp(intervals.interval(logs, 1 - (1 - level) / family))
    verdict = verdict_of(low, high, reading.margin)
    reason = "the interval straddles the margin" if verdict == "undecided" else ""
    if np.isnan(low):
        reason = f"{len(logs)} blocks; {intervals.MIN_BLOCKS} are the fewest that give an interval"
    return replace(
        reading,
        blocks=len(logs),
        estimate=estimate,
        low=low,
        high=high,
        verdict=verdict,
        significant_corrected=verdict_of(low_of_all, high_of_all, reading.margin) == verdict != "undecided",
        reason=reason,
    )


def log_ratio(seconds: pd.DataFrame, backends: list[str]) -> npt.NDArray[np.float64]:
    """Natural logs of the first backend's seconds over those of the second, one a block."""
    logs: npt.NDArray[np.float64] = np.log((seconds[backends[0]] / seconds[backends[1]]).to_numpy(dtype=float))
    return logs


def with_conditions(reading: Reading, **more: Any) -> Reading:
    """The reading with further conditions."""
    return replace(reading, conditions={**reading.conditions, **more})


def first_reason(gaps: pd.DataFrame, otherwise: str) -> str:
    """Why there is no value, by the first of the gaps."""
    return str(gaps["reason"].iloc[0]) if len(gaps) else otherwise


def growth(
    reading: Reading,
    cells: pd.DataFrame,
    gaps: pd.DataFrame,
    span: tuple[int, int],
    family: int,
    verdict_of: Decide,
) -> Reading:
    """The factor by which the time grows over `span` (bytes), from the slope within each block."""
    planned = sorted({*cells["size_bytes"], *gaps["size_bytes"]})
    planned = [int(size) for size in planned if span[0] <= size <= span[1]]
    seconds = wide_table(cells[cells["size_bytes"].isin(planned)], "size_bytes")
    sizes = [int(size) for size in seconds.columns]
    reading = with_conditions(reading, size=sizes)
    missing = sorted({size for size in (*span, *planned) if size not in sizes})
    reasons = "; ".join(reason_absent(size, gaps) for size in missing)
    if not sizes or sizes[0] != span[0] or sizes[-1] < LEAST_SPAN * sizes[0] or missing_without_reason(missing, gaps):
        return replace(reading, reason=reasons or "too few sizes")
    decided = decide(reading, effects.slopes(seconds) * np.log(span[1] / span[0]), verdict_of, family)
    return replace(decided, reason="; ".join(filter(None, [decided.reason or reasons, reasons])))


def missing_without_reason(missing: list[int], gaps: pd.DataFrame) -> set[int]:
    """Sizes of the range that nobody tried: a slope that leaves them out for no reason is no reading."""
    return set(missing) - set(gaps["size_bytes"])


def reason_absent(size: int, gaps: pd.DataFrame) -> str:
    """Why a size gave no value."""
    return f"{size} B: {first_reason(gaps[gaps['size_bytes'] == size], 'not in the sweep')}"


def grows(reading: Reading, cells: pd.DataFrame, gaps: pd.DataFrame, span: tuple[int, int], family: int) -> Reading:
    """Holds when the interval of the growth lies above the margin, fails when it lies below."""
    return growth(reading, cells, gaps, span, family, exceeds)


def flat(reading: Reading, cells: pd.DataFrame, gaps: pd.DataFrame, span: tuple[int, int], family: int) -> Reading:
    """Holds when the whole interval of the growth lies inside 1/margin to margin, fails when it lies outside."""
    return growth(reading, cells, gaps, span, family, within_factor)


def ratio(
    reading: Reading,
    cells: pd.DataFrame,
    gaps: pd.DataFrame,
    backends: list[str],
    family: int,
    verdict_of: Decide,
) -> Reading:
    """Seconds of the first backend over those of the second, within each block."""
    seconds = wide_table(cells, "backend")
    missing = [name for name in backends if name not in seconds.columns]
    if missing or seconds.empty:
        rows = gaps[gaps["backend"].isin(missing)]
        return replace(reading, reason=first_reason(rows, f"no cells of {', '.join(missing)}"))
    return decide(reading, log_ratio(seconds, backends), verdict_of, family)


def at_least_ratio(
    reading: Reading, cells: pd.DataFrame, gaps: pd.DataFrame, backends: list[str], family: int
) -> Reading:
    """Holds when the interval of the ratio lies at the factor or above, fails when it lies below."""
    return ratio(reading, cells, gaps, backends, family, exceeds)


def about_ratio(reading: Reading, cells: pd.DataFrame, gaps: pd.DataFrame, backends: list[str], family: int) -> Reading:
    """Holds when the interval of the ratio lies inside the pair of factors, fails when outside."""
    return ratio(reading, cells, gaps, backends, family, equivalent)


def regret(reading: Reading, cells: pd.DataFrame, gaps: pd.DataFrame, advised: str, family: int) -> Reading:
    """How many times slower the advised backend is than the best; holds when that surely stays below the margin."""
    seconds = wide_table(cells, "backend")
    if advised not in seconds.columns or len(seconds) < 2:
        return advised_is_absent(reading, gaps[gaps["backend"] == advised], others=len(seconds.columns) > 0)
    logs = effects.cross_validated_regret(np.log(seconds.to_numpy(dtype=float)), list(seconds.columns).index(advised))
    return decide(reading, logs, stays_below, family)


def advised_is_absent(reading: Reading, gaps: pd.DataFrame, others: bool) -> Reading:
    """Where the advised backend gave no value but `others` did, following the advice leaves one with nothing."""
    reading = replace(reading, blocks=int(gaps["block"].nunique()), reason=first_reason(gaps, "too few blocks"))
    if reading.blocks < intervals.MIN_BLOCKS or not others:
        return reading
    return replace(reading, verdict="fails", significant_corrected=True, estimate=np.inf, low=np.inf, high=np.inf)


def limit(reading: Reading, cells: pd.DataFrame, gaps: pd.DataFrame, row: dict[str, Any], family: int) -> Reading:
    """The largest payload that was taken (a row of limits.csv), found to the exact unit; a cap is no limit."""
    if row["failure"].startswith(("declined", UNTRIED)):
        return replace(reading, blocks=1, reason=row["failure"])
    verdict: Decision = "holds" if reading.margin[0] <= row["limit_bytes"] <= reading.margin[1] else "fails"
    reason = f"no limit up to {row['cap_reason']}" if row["capped"] else f"one more: {row['failure']}"
    if row["capped"] and row["limit_bytes"] <= reading.margin[1]:
        verdict, reason = "undecided", f"the search ended at {row['cap_reason']}"
    exact, certain = int(row["limit_bytes"]), verdict != "undecided"
    reading = replace(reading, blocks=1, verdict=verdict, significant_corrected=certain, reason=reason)
    return replace(reading, estimate=exact, low=exact, high=exact)


def works(reading: Reading, cells: pd.DataFrame, gaps: pd.DataFrame, row: dict[str, Any], family: int) -> Reading:
    """A check that ran (a row of works.csv): holds when it saw what was expected; one that can't be tried is none."""
    reason = row["reason"] or f"expected {row['expected']}, seen {row['seen']}"
    if row["ok"] == "untried":
        return replace(reading, blocks=1, reason=reason)
    verdict: Decision = "holds" if row["ok"] == "yes" else "fails"
    return replace(reading, blocks=1, verdict=verdict, significant_corrected=True, reason=reason)


def same_growth(
    reading: Reading,
    cells: pd.DataFrame,
    gaps: pd.DataFrame,
    extra: tuple[list[str], tuple[int, int]],
    family: int,
) -> Reading:
    """Holds when two backends surely grow by the same factor over the span, to within the margin."""
    backends, span = extra
    growths = [wide_table(cells[cells["backend"] == name], "size_bytes") for name in backends]
    sizes = [int(size) for size in growths[0].columns if size in growths[1].columns]
    if not sizes or sizes[-1] < LEAST_SPAN * sizes[0]:
        return replace(reading, reason="too few sizes at which both gave a value")
    blocks = growths[0].index.intersection(growths[1].index)
    one, other = (effects.slopes(growth.loc[blocks, sizes]) for growth in growths)
    logs = (one - other) * np.log(span[1] / span[0])
    return decide(with_conditions(reading, size=sizes), logs, within_factor, family)


def somewhere_ratio(
    reading: Reading, cells: pd.DataFrame, gaps: pd.DataFrame, backends: list[str], family: int
) -> Reading:
    """As at_least_ratio, but one size suffices, at a level corrected for their number; it fails where all fail."""
    logs: dict[int, npt.NDArray[np.float64]] = {}
    for size in sorted(cells["size_bytes"].unique()):
        seconds = wide_table(cells[cells["size_bytes"] == size], "backend")
        if set(backends) <= set(seconds.columns) and len(seconds):
            logs[int(size)] = log_ratio(seconds, backends)
    if not logs:
        return replace(reading, reason=first_reason(gaps, f"no cells of {' and '.join(backends)}"))
    best = max(logs, key=lambda size: np.median(logs[size]))
    decided = decide(reading, logs[best], exceeds, family, 1 - (1 - intervals.CONFIDENCE) / len(logs))
    reaches = any(np.exp(intervals.interval(one)[2]) >= reading.margin for one in logs.values())
    if decided.verdict == "fails" and reaches:
        decided = replace(decided, verdict="undecided", significant_corrected=False)
    return with_conditions(decided, best_size=best)


def better(reading: Reading, cells: pd.DataFrame, gaps: pd.DataFrame, three: list[str], family: int) -> Reading:
    """How many times faster the best of the other mechanisms is than the best of `three`; each best as in a regret."""
    seconds = wide_table(cells, "backend")
    sides = [[name for name in seconds.columns if (name in three) == ours] for ours in (True, False)]
    if not all(sides) or len(seconds) < 2:
        return replace(reading, reason=first_reason(gaps, "too few blocks"))
    best, others = (effects.cross_validated_best(np.log(seconds[names].to_numpy(dtype=float))) for names in sides)
    return decide(reading, best - others, exceeds, family)


# A test's criterion in claims.yaml -> the function that decides it.
CRITERIA: dict[str, Callable[..., Reading]] = {
    "grows": grows,
    "flat": flat,
    "at_least_ratio": at_least_ratio,
    "about_ratio": about_ratio,
    "somewhere_ratio": somewhere_ratio,
    "regret": regret,
    "better": better,
    "limit": limit,
    "works": works,
    "alike": same_growth,
}
