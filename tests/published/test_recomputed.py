"""The published verdicts, recomputed from the samples by other code: pandas and scipy, and nothing of the judge.

Which cells a reading is made of, and which readings the run itself gives reason to doubt, is taken from verdicts.json;
the seconds, effects, p-values, counts and verdicts are worked out here.
"""

import itertools
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

ARCHIVES = sorted(Path("results/published").glob("*/verdicts.json"))
CRITERIA = ("grows", "flat", "at_least_ratio", "somewhere_ratio", "regret", "works", "limit")
COLUMNS = ["interpreter", "backend", "payload", "size_bytes", "processes", "operation", "block", "phase", "error"]
COLUMNS += ["seconds_per_operation", "worker", "loops", "started_ns", "ended_ns"]
CELL = ["interpreter", "backend", "payload", "size_bytes", "processes", "operation", "block"]
SPAN = 16777216 / 1024
BOUND = 2 / 1.5  # seconds, of what was refused as taking longer than 2


def seconds_of_cells(path):
    """CELL -> seconds of one operation."""
    rows = pd.read_parquet(path, columns=COLUMNS)
    for name in rows.select_dtypes("category"):
        rows[name] = rows[name].astype(str)
    rows = rows[(rows["phase"] == "sample") & (rows["error"] == "") & rows["seconds_per_operation"].notna()]
    alone = rows[rows["processes"] == 1].groupby(CELL)["seconds_per_operation"].median()
    several = {cell: shared_window(part) for cell, part in rows[rows["processes"] > 1].groupby(CELL)}
    return alone.to_dict() | several


def shared_window(rows):
    """While all workers were at work: their time over the operations that they did."""
    spans = rows.groupby("worker")
    opened, closed = int(spans["started_ns"].min().max()), int(spans["ended_ns"].max().min())
    done = 0.0
    for start, end, loops in rows[["started_ns", "ended_ns", "loops"]].itertuples(index=False):
        done += loops * max(0, min(end, closed) - max(start, opened)) / (end - start)
    return len(spans) * (closed - opened) / 1e9 / done


def effects_of(reading, seconds):
    """The natural log of the effect in each block that has all of the reading's cells."""
    where = reading["conditions"]
    sizes = where["size"] if isinstance(where["size"], list) else [where["size"]]
    found = []
    for block in range(20):
        key = (where["interpreter"], where["payload"], where["processes"], where["operation"], block)
        table = {
            (name, size): seconds.get((key[0], name, key[1], size, key[2], key[3], block))
            for name in where["backends"]
            for size in sizes
        }
        found.append(effect(reading, where, sizes, table))
    return np.array([log for log in found if log is not None])


def effect(reading, where, sizes, table):
    one = where["backends"][0]
    if reading["criterion"] in ("grows", "flat"):
        values = [table[one, size] for size in sizes]
        if None in values:
            return None
        return np.polyfit(np.log(sizes), np.log(values), 1)[0] * np.log(SPAN)
    values = [table[name, where.get("best_size", sizes[0])] for name in where["backends"][:2]]
    return None if None in values else np.log(values[0] / values[1])


def p_above(logs, margin, spread):
    """The miss at which the interval's lower end meets the margin, looked for by bisection."""
    if len(logs) < 6:
        return 1.0
    deviation = max(logs.std(ddof=1), spread)
    by_t = stats.t.sf((logs.mean() - margin) / (deviation / len(logs) ** 0.5), len(logs) - 1)
    low, high = 0.0, 0.5
    for _ in range(60):
        miss = (low + high) / 2
        low, high = (miss, high) if lower_end(logs, miss) < margin else (low, miss)
    by_order = 1.0 if high > 0.4999 else high
    return min(1.0, max(by_t, by_order) / 0.7)


def lower_end(logs, miss):
    """The lower end of the median's interval from order statistics (Hettmansperger and Sheather, 1986)."""
    ranked, count = np.sort(logs), len(logs)
    covers = {rank: 1 - 2 * stats.binom.cdf(rank - 1, count, 0.5) for rank in range(1, count // 2 + 1)}
    reached = [rank for rank, covered in covers.items() if covered >= 1 - 2 * miss]
    rank = reached[-1] if reached else 1
    if not reached or 2 * (rank + 1) > count:
        return ranked[rank - 1]
    share = (covers[rank] - (1 - 2 * miss)) / (covers[rank] - covers[rank + 1])
    weight = (count - rank) * share / (rank + (count - 2 * rank) * share)
    return (1 - weight) * ranked[rank - 1] + weight * ranked[rank]


def p_values(reading, logs, spread):
    if reading["doubted"] or reading["verdict"] == "not measured":
        return 1.0, 1.0
    if reading["criterion"] in ("works", "limit") or not reading["logs"]:
        return float(reading["verdict"] != "holds"), float(reading["verdict"] != "fails")
    margin = np.log(reading["margin"])
    above, below = p_above(logs, margin, spread), p_above(-logs, -margin, spread)
    if reading["criterion"] == "flat":
        inside = max(p_above(logs, -margin, spread), p_above(-logs, -margin, spread))
        outside = 2 * min(p_above(logs, margin, spread), p_above(-logs, margin, spread))
        if reading["bound"]:
            return 1.0, p_above(logs, margin, spread)
        return inside, min(1.0, outside)
    holds, fails = (below, above) if reading["criterion"] == "regret" else (above, below)
    if reading["bound"]:  # "at least" proves only what is above, "at most" what is below
        shown = above if reading["bound"] == "at least" else below
        holds, fails = (holds if holds is shown else 1.0), (fails if fails is shown else 1.0)
    return holds, fails


def at_least(p, level=0.025):
    """How many hypotheses are false at least: m less the most that Simes' test doesn't reject together."""
    ranked = sorted(p)
    for k in range(len(ranked), 0, -1):
        if all(value > (place + 1) * level / k for place, value in enumerate(ranked[-k:])):
            return len(ranked) - k
    return len(ranked)


def verdict(a, b, m):
    rules = [("holds", a == m), ("mostly holds", a >= 0.8 * m), ("fails", b == m), ("mostly fails", b >= 0.8 * m)]
    return next((name for name, applies in [*rules, ("depends", a and b)] if applies), "undecided")


def recomputed(claim, seconds):
    """(a, b, m, verdict) of a claim, and the largest error of an estimate."""
    family = [one for one in claim["readings"] if one["decides"] and one["verdict"] != "does not apply"]
    logs, errors = [], [0.0]
    for reading in family:
        told = np.array(reading["logs"], dtype=float)
        can = reading["criterion"] in ("grows", "flat", "at_least_ratio", "somewhere_ratio") and not reading["bound"]
        own = effects_of(reading, seconds) if can and len(told) else told
        errors.append(float(np.abs(np.median(own) - np.median(told))) if len(told) else 0.0)
        logs.append(own)
    spread = usual_spread(family, logs)
    pairs = [of_sizes(reading, own, spread) for reading, own in zip(family, logs, strict=True)]
    a, b = (at_least([pair[side] for pair in pairs]) for side in (0, 1))
    missing = any(one["verdict"] == "not measured" for one in family)
    word = "not measured here" if missing or not family else verdict(a, b, len(family))
    return (a, b, len(family), word), max(errors)


def usual_spread(family, logs):
    """Root mean square of the deviations: of all, or of those that aren't certain at the widest of them, if larger."""
    some = [(one, own) for one, own in zip(family, logs, strict=True) if len(own) > 1 and not one["bound"]]
    if not some:
        return 0.0
    deviations = np.array([own.std(ddof=1) for _, own in some])
    least = [min(of_sizes(one, own, deviations.max())) for one, own in some]
    contested = deviations[[p > 0.025 / len(family) for p in least]]
    return float(np.sqrt(max((deviations**2).mean(), (contested**2).mean() if len(contested) else 0.0)))


def of_sizes(reading, logs, spread):
    """The p-values; where one of several sizes suffices, the best one's, corrected, and the worst of the other side."""
    if not reading["alternatives"]:
        return p_values(reading, logs, spread)
    found = [p_values(reading, np.array(one), spread) for one in reading["alternatives"]]
    return min(1.0, len(found) * min(p for p, _ in found)), max(q for _, q in found)


@pytest.mark.slow
@pytest.mark.parametrize("path", ARCHIVES, ids=lambda path: path.parent.name)
def test_verdicts_from_the_samples(path):
    seconds = seconds_of_cells(path.with_name("samples.parquet"))
    claims = [claim for claim in json.loads(path.read_text(encoding="utf-8"))["claims"] if claim["kind"] == "claim"]
    usable = [one for one in claims if not one["readings"] or one["readings"][0]["criterion"] in CRITERIA]
    assert len(usable) >= 10
    for claim in usable:
        (a, b, m, word), error = recomputed(claim, seconds)
        count = claim["count"]
        assert (a, b, m, word) == (count["true"], count["false"], count["declared"], claim["verdict"]), claim["id"]
        assert error < 1e-3, claim["id"]


def test_the_bisection_finds_what_all_subsets_say():
    rng = np.random.default_rng(0)
    for _ in range(50):
        p = list(rng.random(5) ** 4)
        kept = 0
        for size in range(1, 6):
            for some in itertools.combinations(p, size):
                if all(value > (place + 1) * 0.025 / size for place, value in enumerate(sorted(some))):
                    kept = max(kept, size)
        assert at_least(p) == 5 - kept
