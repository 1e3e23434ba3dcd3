"""One function per kind of test: it turns the cells of one reading into a verdict with its numbers."""

import numpy as np

from collect.cells import wide_table
from stats import effects, intervals

LEAST_SPAN = 64  # sizes must differ by so much before a slope says anything


def exceeds(low, high, margin):
    """The interval against a threshold."""
    if low > margin:
        return "holds"
    if high < margin:
        return "fails"
    return "undecided"


def equivalent(low, high, margin):
    """Equivalence: the whole interval inside the margin, a pair. A wide interval is evidence of nothing."""
    if margin[0] <= low and high <= margin[1]:
        return "holds"
    if high < margin[0] or low > margin[1]:
        return "fails"
    return "undecided"


def decide(reading, logs, verdict_of, family, level=intervals.CONFIDENCE):
    """Fill in a reading from log effects, one a block; `family` is the number of the claim's readings."""
    estimate, low, high = np.exp(intervals.interval(logs, level))
    reading.blocks, reading.estimate, reading.low, reading.high = len(logs), estimate, low, high
    reading.verdict = verdict_of(low, high, reading.margin)
    if np.isnan(low):
        reading.reason = f"{len(logs)} blocks; {intervals.MIN_BLOCKS} are the fewest that give an interval"
    elif reading.verdict == "undecided":
        reading.reason = "the interval straddles the margin"
    _, low, high = np.exp(intervals.interval(logs, 1 - (1 - level) / family))
    reading.firm = verdict_of(low, high, reading.margin) == reading.verdict != "undecided"
    return reading


def growth(reading, cells, gaps, span, family, verdict_of):
    """The factor by which the time grows over `span` (bytes), from the slope within each block."""
    planned = sorted({*cells["size_bytes"], *gaps["size_bytes"]})
    planned = [int(size) for size in planned if span[0] <= size <= span[1]]
    seconds = wide_table(cells[cells["size_bytes"].isin(planned)], "size_bytes")
    sizes = [int(size) for size in seconds.columns]
    reading.conditions["size"] = sizes
    missing = sorted({size for size in (*span, *planned) if size not in sizes})
    reading.reason = "; ".join(reason_absent(size, gaps) for size in missing)
    if not sizes or sizes[0] != span[0] or sizes[-1] < LEAST_SPAN * sizes[0] or missing_without_reason(missing, gaps):
        reading.reason = reading.reason or "too few sizes"
        return reading
    factor = effects.slopes(seconds) * np.log(span[1] / span[0])
    told = reading.reason
    decide(reading, factor, verdict_of, family)
    reading.reason = "; ".join(filter(None, [reading.reason, told]))
    return reading


def missing_without_reason(missing, gaps):
    """Sizes of the range that nobody tried: a slope that leaves them out for no reason is no reading."""
    return set(missing) - set(gaps["size_bytes"])


def reason_absent(size, gaps):
    """Why a size gave no value."""
    rows = gaps[gaps["size_bytes"] == size]
    return f"{size} B: {rows['reason'].iloc[0] if len(rows) else 'not in the sweep'}"


def grows(reading, cells, gaps, span, family):
    """Holds when the interval of the growth lies above the margin, fails when it lies below."""
    return growth(reading, cells, gaps, span, family, exceeds)


def flat(reading, cells, gaps, span, family):
    """Holds when the whole interval of the growth lies inside 1/margin to margin, fails when it lies outside."""
    return growth(
        reading, cells, gaps, span, family, lambda low, high, margin: equivalent(low, high, (1 / margin, margin))
    )


def ratio(reading, cells, gaps, backends, family, verdict_of):
    """Seconds of the first backend over those of the second, within each block."""
    seconds = wide_table(cells, "backend")
    missing = [name for name in backends if name not in seconds.columns]
    if missing or seconds.empty:
        rows = gaps[gaps["backend"].isin(missing)]
        reading.reason = rows["reason"].iloc[0] if len(rows) else f"no cells of {', '.join(missing)}"
        return reading
    return decide(reading, np.log(seconds[backends[0]] / seconds[backends[1]]).to_numpy(), verdict_of, family)


def at_least_ratio(reading, cells, gaps, backends, family):
    """Holds when the interval of the ratio lies at the factor or above, fails when it lies below."""
    return ratio(reading, cells, gaps, backends, family, exceeds)


def about_ratio(reading, cells, gaps, backends, family):
    """Holds when the interval of the ratio lies inside the pair of factors, fails when outside."""
    return ratio(reading, cells, gaps, backends, family, equivalent)


def regret(reading, cells, gaps, advised, family):
    """How many times slower the advised backend is than the best; holds when that surely stays below the margin."""
    seconds = wide_table(cells, "backend")
    if advised not in seconds.columns or len(seconds) < 2:
        rows = gaps[gaps["backend"] == advised]
        reading.blocks = int(rows["block"].nunique())
        reading.reason = rows["reason"].iloc[0] if len(rows) else "too few blocks"
        if reading.blocks >= intervals.MIN_BLOCKS and len(seconds.columns):
            # Others can do it: whoever follows the advice is left with nothing.
            reading.verdict, reading.firm = "fails", True
            reading.estimate = reading.low = reading.high = np.inf
        return reading
    logs = effects.cross_validated_regret(np.log(seconds.to_numpy(dtype=float)), list(seconds.columns).index(advised))
    return decide(reading, logs, lambda low, high, margin: opposite(exceeds(low, high, margin)), family)


def opposite(verdict):
    return {"holds": "fails", "fails": "holds"}.get(verdict, verdict)


def limit(reading, cells, gaps, row, family):
    """The largest payload that was taken (a row of limits.csv), found to the exact unit; a cap is no limit."""
    reading.blocks = 1
    if row["failure"].startswith("declined"):
        reading.reason = row["failure"]
        return reading
    reading.estimate = reading.low = reading.high = int(row["limit_bytes"])
    inside = reading.margin[0] <= row["limit_bytes"] <= reading.margin[1]
    if row["capped"] and row["limit_bytes"] <= reading.margin[1]:
        reading.verdict, reading.reason = "undecided", f"the search ended at {row['cap_reason']}"
    else:
        reading.verdict = "holds" if inside else "fails"
        reading.reason = f"no limit up to {row['cap_reason']}" if row["capped"] else f"one more: {row['failure']}"
    reading.firm = reading.verdict in ("holds", "fails")
    return reading


def works(reading, cells, gaps, row, family):
    """A check that ran (a row of works.csv): holds when it saw what was expected; one that can't be tried is none."""
    reading.blocks = 1
    reading.reason = row["reason"] or f"expected {row['expected']}, seen {row['seen']}"
    if row["ok"] == "untried":
        return reading
    reading.verdict, reading.firm = ("holds" if row["ok"] == "yes" else "fails"), True
    return reading


def same_growth(reading, cells, gaps, extra, family):
    """Holds when two backends surely grow by the same factor over the span, to within the margin."""
    backends, span = extra
    growths = [wide_table(cells[cells["backend"] == name], "size_bytes") for name in backends]
    sizes = [int(size) for size in growths[0].columns if size in growths[1].columns]
    if not sizes or sizes[-1] < LEAST_SPAN * sizes[0]:
        reading.reason = "too few sizes at which both gave a value"
        return reading
    reading.conditions["size"] = sizes
    blocks = growths[0].index.intersection(growths[1].index)
    one, other = (effects.slopes(growth.loc[blocks, sizes]) for growth in growths)
    margin = (1 / reading.margin, reading.margin)
    return decide(
        reading, (one - other) * np.log(span[1] / span[0]), lambda low, high, _: equivalent(low, high, margin), family
    )


def somewhere_ratio(reading, cells, gaps, backends, family):
    """As at_least_ratio, but one size suffices, at a level corrected for their number; it fails where all fail."""
    logs = {}
    for size, part in cells.groupby("size_bytes"):
        seconds = wide_table(part, "backend")
        if set(backends) <= set(seconds.columns) and len(seconds):
            logs[int(size)] = np.log(seconds[backends[0]] / seconds[backends[1]]).to_numpy()
    if not logs:
        reading.reason = gaps["reason"].iloc[0] if len(gaps) else f"no cells of {' and '.join(backends)}"
        return reading
    best = max(logs, key=lambda size: np.median(logs[size]))
    decide(reading, logs[best], exceeds, family, 1 - (1 - intervals.CONFIDENCE) / len(logs))
    if reading.verdict == "fails" and any(
        np.exp(intervals.interval(one)[2]) >= reading.margin for one in logs.values()
    ):
        reading.verdict, reading.firm = "undecided", False
    reading.conditions["best_size"] = best
    return reading


def better(reading, cells, gaps, three, family):
    """How many times faster the best of the other mechanisms is than the best of `three`; each best as in a regret."""
    seconds = wide_table(cells, "backend")
    sides = [[name for name in seconds.columns if (name in three) == ours] for ours in (True, False)]
    if not all(sides) or len(seconds) < 2:
        reading.reason = gaps["reason"].iloc[0] if len(gaps) else "too few blocks"
        return reading
    best, others = (effects.cross_validated_best(np.log(seconds[names].to_numpy(dtype=float))) for names in sides)
    return decide(reading, best - others, exceeds, family)


# A test's criterion in claims.yaml -> the function that decides it.
CRITERIA = {
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
