"""A claim's verdict by closed testing: of m readings a are surely true, and b surely not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from judge.model import ClaimVerdict, Count, Reading
from stats import closed_testing, one_sided

Array = npt.NDArray[np.float64]
MOSTLY = 0.8  # of the readings: the share from which a claim holds, or fails, mostly
EXACT = ("works", "limit", "probed")  # seen or found to the unit: nothing that varies
BELOW = ("regret",)  # criteria that ask for an effect below the margin
WITHIN = ("flat", "alike", "about_ratio", "published_ratio")  # criteria that ask for an effect inside a pair of margins


def of_p_values(p_holds: Array, p_fails: Array) -> Count:
    """The count from (m,) one-sided p-values: against "it doesn't meet its margin", and against "it does"."""
    m = len(p_holds)
    if not m:
        return Count(0, 0, 0)
    return Count(int(closed_testing.at_least_false(p_holds)), int(closed_testing.at_least_false(p_fails)), m)


def verdict(count: Count) -> ClaimVerdict:
    """The first that applies, with T the number of readings that are true: each is wrong only if T isn't in [a, m - b].

    Holds: all; mostly holds: at least `MOSTLY` of them; fails and mostly fails likewise; depends: some, and not all.
    """
    a, b, m = count.true, count.false, count.declared
    if not m:
        return "not measured here"
    if a == m:
        return "holds"
    if a >= MOSTLY * m:
        return "mostly holds"
    if b == m:
        return "fails"
    if b >= MOSTLY * m:
        return "mostly fails"
    return "depends" if a and b else "undecided"


def conclude(readings: Sequence[Reading]) -> tuple[ClaimVerdict, Count]:
    """(verdict, count) of the readings that decide, which have their p-values.

    Where one of them wasn't measured there is no verdict: it would be one of another claim.
    """
    count = of_p_values(np.array([one.p_holds for one in readings]), np.array([one.p_fails for one in readings]))
    missing = any(one.verdict == "not measured" for one in readings)
    return ("not measured here" if missing else verdict(count)), count


def with_p_values(readings: Sequence[Reading]) -> list[Reading]:
    """The readings of a claim with their p-values, and which of them are `firm`: decided at a level that all share."""
    spread = usual_spread(readings)
    found = [replace(one, p_holds=p, p_fails=q) for one in readings for p, q in [p_values(one, spread)]]
    for side, verdict_of in (("p_holds", "holds"), ("p_fails", "fails")):
        firm = closed_testing.surely_false(np.array([getattr(one, side) for one in found])) if found else ()
        found = [
            replace(one, significant_corrected=bool(sure)) if one.verdict == verdict_of else one
            for one, sure in zip(found, firm, strict=True)
        ]
    return found


def usual_spread(readings: Sequence[Reading]) -> float:
    """The spread over blocks that is usual among the readings (`one_sided.usual_spread`), a log; 0 without any.

    Contested are those that are not certain whatever the noise: with the largest deviation of them all.
    """
    some = [one for one in readings if len(one.logs) > 1 and not one.bound]
    deviations = np.array([np.std(one.logs, ddof=1) for one in some])
    widest = float(deviations.max(initial=0.0))
    contested = [min(p_values(one, widest)) > closed_testing.LEVEL / len(readings) for one in some]
    return float(one_sided.usual_spread(deviations, contested))


def p_values(reading: Reading, spread: float) -> tuple[float, float]:
    """(p against "doesn't meet its margin", p against "meets it"); a side that is undecided for a reason has 1."""
    if reading.verdict in ("not measured", "does not apply") or reading.doubted:
        return 1.0, 1.0
    if reading.criterion in EXACT or not reading.logs:
        return float(reading.verdict != "holds"), float(reading.verdict != "fails")
    if reading.alternatives:
        return of_the_best(reading, spread)
    p_holds, p_fails = of_effects(reading.criterion, np.array(reading.logs), reading.margin, spread)
    low_only = reading.bound == "at least"
    if reading.bound:  # of what is only known from one side, the other one proves nothing
        p_holds, p_fails = (p_holds, 1.0) if low_only != (reading.criterion in BELOW) else (1.0, p_fails)
    if reading.bound and reading.criterion in WITHIN:
        p_holds, p_fails = 1.0, of_one_side(np.array(reading.logs), reading.margin, spread, low_only)
    return p_holds, p_fails


def of_effects(criterion: str, logs: Array, margin: object, spread: float) -> tuple[float, float]:
    """The two p-values of a (blocks,) array of log effects against a margin, a number or a pair of them."""
    if criterion in WITHIN:
        low, high = pair(margin)
        inside = max(one_sided.above(logs, low, spread), one_sided.below(logs, high, spread))
        outside = min(one_sided.below(logs, low, spread), one_sided.above(logs, high, spread))
        return float(inside), min(1.0, 2 * float(outside))
    limit = float(np.log(margin))  # type: ignore[call-overload]
    above, below = float(one_sided.above(logs, limit, spread)), float(one_sided.below(logs, limit, spread))
    return (below, above) if criterion in BELOW else (above, below)


def pair(margin: object) -> tuple[float, float]:
    """The logs of a pair of margins; a number m stands for 1/m and m."""
    ends = margin if isinstance(margin, (list, tuple)) else (1 / margin, margin)  # type: ignore[operator]
    return float(np.log(ends[0])), float(np.log(ends[1]))


def of_one_side(logs: Array, margin: object, spread: float, low_only: bool) -> float:
    """Of effects known from one side: the p-value against "inside the pair of margins"."""
    low, high = pair(margin)
    beyond = one_sided.above(logs, high, spread) if low_only else one_sided.below(logs, low, spread)
    return float(beyond)


def of_the_best(reading: Reading, spread: float) -> tuple[float, float]:
    """Where one of several sizes suffices: the best one, corrected for their number; it fails where all do."""
    found = np.array(
        [of_effects(reading.criterion, np.array(one), reading.margin, spread) for one in reading.alternatives]
    )
    return float(min(1.0, len(found) * found[:, 0].min())), float(found[:, 1].max())
