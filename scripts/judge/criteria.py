"""One function per kind of test: it decides one reading from the cells behind it.

Each takes a reading that isn't judged yet, its cells and gaps, and what its criterion asks for beside them; it gives
back the reading with verdict and numbers. None changes what it is given.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from checks.safety.probe import SILENT
from judge.decisions import (
    Decide,
    Logs,
    absent,
    absent_of_several,
    decide,
    equivalent,
    exceeds,
    first_reason,
    stays_below,
    with_conditions,
    within_factor,
)
from judge.model import Bound, Decision, Reading
from judge.records import Records, Wide, in_common, wide_table
from measure.largest_payload import UNTRIED
from stats import effects, intervals

NOT_SEEN = "not seen"  # a probe's answer to a question of chance


def growth(reading: Reading, cells: Records, gaps: Records, span: tuple[int, int], verdict_of: Decide) -> Reading:
    """The factor by which the time grows over `span` (bytes), from the slope within each block.

    A growth over the whole is never told from a part of it: both ends of the span have to be there, or to be known from
    one side.
    """
    planned = sorted({*cells["size_bytes"], *gaps["size_bytes"]})
    planned = [int(size) for size in planned if span[0] <= size <= span[1]]
    cells = cells[np.isin(cells["size_bytes"], planned)]
    seconds = wide_table(cells, "size_bytes")
    sizes = seconds.columns
    reading = with_conditions(reading, size=sizes)
    missing = [size for size in span if size not in sizes]
    if missing:
        there = gaps[np.isin(gaps["size_bytes"], missing)]
        told = "; ".join(reason_absent(size, gaps) for size in missing)
        untried = set(missing) - set(there["size_bytes"])
        return replace(absent(reading, there[:0] if untried else there, told), reason=told)
    bound = bound_of_slope(sizes, set(cells["size_bytes"][cells["bounded"]]))
    if bound is None:
        return replace(reading, verdict="undecided", reason="what would take too long leaves both sides open")
    decided = decide(reading, effects.slopes(sizes, seconds.values) * np.log(span[1] / span[0]), verdict_of, bound)
    rest = [reason_absent(size, gaps) for size in planned if size not in sizes]
    return replace(decided, reason="; ".join(filter(None, [decided.reason, *rest])))


def bound_of_slope(sizes: list[int], bounded: set[int]) -> Bound | None:
    """From which side a slope is known when the seconds at `bounded` sizes are lower bounds; None for neither.

    A slope is a weighted sum of the logs: the weight of a size above the middle is positive, below it negative.
    """
    middle = float(np.mean(np.log(sizes)))
    sides = {bool(np.log(size) > middle) for size in bounded}
    return "" if not sides else None if len(sides) > 1 else "at least" if sides == {True} else "at most"


def reason_absent(size: int, gaps: Records) -> str:
    """Why a size gave no value."""
    return f"{size} B: {first_reason(gaps[gaps['size_bytes'] == size], 'not in the sweep')}"


def grows(reading: Reading, cells: Records, gaps: Records, span: tuple[int, int]) -> Reading:
    """Holds when the interval of the growth lies above the margin, fails when it lies below."""
    return growth(reading, cells, gaps, span, exceeds)


def flat(reading: Reading, cells: Records, gaps: Records, span: tuple[int, int]) -> Reading:
    """Holds when the whole interval (of 90%) lies inside 1/margin to margin, fails when that of 95% lies outside."""
    return growth(reading, cells, gaps, span, within_factor)


def log_ratio(seconds: Wide, backends: list[str]) -> Logs:
    """Natural logs of the first backend's seconds over those of the second, one a block."""
    logs: Logs = np.log(seconds.of(backends[0]) / seconds.of(backends[1]))
    return logs


def ratio(reading: Reading, cells: Records, gaps: Records, backends: list[str], verdict_of: Decide) -> Reading:
    """Seconds of the first backend over those of the second, within each block."""
    seconds = wide_table(cells, "backend")
    missing = [name for name in backends if name not in seconds.columns]
    if missing or not len(seconds.blocks):
        rows = gaps[np.isin(gaps["backend"], missing or backends)]
        return absent_of_several(reading, rows, missing or backends)
    bounded = [name for name in backends if cells["bounded"][cells["backend"] == name].any()]
    if len(bounded) == len(backends):
        return replace(reading, verdict="undecided", reason=f"both take too long: {first_reason(gaps, '')}")
    bound: Bound = "" if not bounded else "at least" if bounded == backends[:1] else "at most"
    return decide(reading, log_ratio(seconds, backends), verdict_of, bound)


def at_least_ratio(reading: Reading, cells: Records, gaps: Records, backends: list[str]) -> Reading:
    """Holds when the interval of the ratio lies at the factor or above, fails when it lies below."""
    return ratio(reading, cells, gaps, backends, exceeds)


def about_ratio(reading: Reading, cells: Records, gaps: Records, backends: list[str]) -> Reading:
    """Holds when the interval of the ratio lies inside the pair of factors, fails when outside."""
    return ratio(reading, cells, gaps, backends, equivalent)


def regret(reading: Reading, cells: Records, gaps: Records, advised: str) -> Reading:
    """How many times slower the advised backend is than the best; holds when that surely stays below the margin."""
    known = cells[~cells["bounded"] | (cells["backend"] == advised)]  # what takes too long is never the best
    seconds = wide_table(known, "backend")
    if advised not in seconds.columns or len(seconds.blocks) < 2:
        return advised_is_absent(reading, gaps[gaps["backend"] == advised], others=len(seconds.columns) > 0)
    if len(seconds.columns) < 2:
        return absent(reading, gaps[gaps["backend"] != advised], "nothing else to hold it against")
    logs = effects.cross_validated_regret(np.log(seconds.values), seconds.columns.index(advised))
    late = known["bounded"][known["backend"] == advised].any()
    return decide(reading, logs, stays_below, "at least" if late else "")


def advised_is_absent(reading: Reading, gaps: Records, others: bool) -> Reading:
    """Where the advised backend failed but `others` didn't, following the advice leaves one with nothing."""
    reading = absent(reading, gaps, "too few blocks")
    if reading.verdict != "undecided" or reading.blocks < intervals.MIN_BLOCKS or not others:
        return reading
    return replace(reading, verdict="fails", estimate=np.inf, low=np.inf, high=np.inf)


def limit(reading: Reading, cells: Records, gaps: Records, row: dict[str, Any]) -> Reading:
    """The largest payload that was taken (a row of limits.csv), found to the exact unit; a cap is no limit."""
    if row["failure"].startswith("declined"):
        return replace(reading, verdict="does not apply", reason=row["failure"])
    if row["failure"].startswith(UNTRIED):
        return replace(reading, reason=row["failure"])
    verdict: Decision = "holds" if reading.margin[0] <= row["limit_bytes"] <= reading.margin[1] else "fails"
    reason = f"no limit up to {row['cap_reason']}" if row["capped"] else f"one more: {row['failure']}"
    if row["capped"] and row["limit_bytes"] <= reading.margin[1]:
        verdict, reason = "undecided", f"the search ended at {row['cap_reason']}"
    exact = int(row["limit_bytes"])
    reading = replace(reading, blocks=1, verdict=verdict, reason=reason, bound="at least" if row["capped"] else "")
    return replace(reading, estimate=exact, low=exact, high=exact)


def works(reading: Reading, cells: Records, gaps: Records, row: dict[str, Any]) -> Reading:
    """A check that ran (a row of works.csv): holds when it saw what was expected; one that can't be tried is none."""
    reason = row["reason"] or f"expected {row['expected']}, seen {row['seen']}"
    if row["ok"] == "untried":
        prevented = str(reason).startswith(UNTRIED)
        return replace(reading, verdict="not measured" if prevented else "does not apply", reason=reason)
    return replace(reading, blocks=1, verdict="holds" if row["ok"] == "yes" else "fails", reason=reason)


def probed(reading: Reading, cells: Records, gaps: Records, extra: tuple[dict[str, Any], list[str]]) -> Reading:
    """A probe of safety (a row of safety.csv): holds when it gave one of the answers that the claim foretells.

    That something random wasn't seen doesn't refute a claim that predicts it: the reading is undecided.
    """
    row, foretold = extra
    if not row["answer"]:
        return replace(reading, reason="this run didn't probe it")
    if row["answer"] == "untried":
        prevented = row["evidence"].startswith((UNTRIED, SILENT))
        return replace(reading, verdict="not measured" if prevented else "does not apply", reason=row["evidence"])
    reason = ": ".join(filter(None, [f"the probe “{row['head']}” answered {row['answer']}", row["evidence"]]))
    otherwise: Decision = "undecided" if row["answer"] == NOT_SEEN else "fails"
    return replace(reading, blocks=1, verdict="holds" if row["answer"] in foretold else otherwise, reason=reason)


def same_growth(reading: Reading, cells: Records, gaps: Records, extra: tuple[list[str], tuple[int, int]]) -> Reading:
    """Holds when two backends surely grow by the same factor over the span, to within the margin."""
    backends, span = extra
    measured = cells[~cells["bounded"] & (cells["size_bytes"] >= span[0]) & (cells["size_bytes"] <= span[1])]
    growths = [wide_table(measured[measured["backend"] == name], "size_bytes") for name in backends]
    sizes, *common = in_common(growths[0], growths[1])
    missing = [size for size in span if size not in sizes]
    if missing:
        return absent_of_several(reading, gaps[np.isin(gaps["size_bytes"], missing)], backends)
    one, other = (effects.slopes(sizes, seconds) for seconds in common)
    return decide(with_conditions(reading, size=sizes), (one - other) * np.log(span[1] / span[0]), within_factor)


def somewhere_ratio(reading: Reading, cells: Records, gaps: Records, backends: list[str]) -> Reading:
    """As at_least_ratio, but one size suffices, at a level corrected for their number; it fails where all fail."""
    logs: dict[int, Logs] = {}
    for size in np.unique(cells["size_bytes"]):
        seconds = wide_table(cells[(cells["size_bytes"] == size) & ~cells["bounded"]], "backend")
        if set(backends) <= set(seconds.columns) and len(seconds.blocks):
            logs[int(size)] = log_ratio(seconds, backends)
    if not logs:
        missing = [name for name in backends if name not in cells["backend"]]
        return absent_of_several(reading, gaps, missing or backends)
    best = max(logs, key=lambda size: np.median(logs[size]))
    several = [decide(reading, one, exceeds) for one in logs.values()]
    decided = decide(reading, logs[best], exceeds, level=1 - (1 - intervals.CONFIDENCE) / len(logs))
    decided = replace(decided, alternatives=[one.logs for one in several])
    if any(one.verdict != "fails" for one in several) and decided.verdict == "fails":
        decided = replace(decided, verdict="undecided", reason="another size is undecided")
    return with_conditions(decided, best_size=best)


# A test's criterion in claims.yaml -> the function that decides it.
CRITERIA: dict[str, Callable[..., Reading]] = {
    "grows": grows,
    "flat": flat,
    "at_least_ratio": at_least_ratio,
    "about_ratio": about_ratio,
    "somewhere_ratio": somewhere_ratio,
    "published_ratio": about_ratio,  # whose pair of margins lies around what was published
    "regret": regret,
    "limit": limit,
    "works": works,
    "alike": same_growth,
    "probed": probed,
}
