"""Tables with a known truth, and noise like that of a shared machine."""

import math

import numpy as np
import pandas as pd

from collect.cells import CELL
from judge import criteria, model, run_data
from judge.bounds import with_bounds
from judge.records import records

SPAN = (1024, 16777216)
SIZES = (1024, 65536, 1048576, 16777216)
RUN = {
    "backends": {
        "manager_list": {"shared": True},
        "shareable_list": {"shared": True},
        "shared_memory": {"shared": True},
        "local_list": {"shared": False},
    }
}


def noise(rng, shape, world="gaussian", spread=0.2):
    """Log noise of a cell: gaussian; skewed; or flipping between two speeds, a factor of 1.4 apart."""
    small = rng.normal(0, spread, shape)
    if world == "skewed":
        return rng.exponential(spread, shape) - spread * np.log(2)
    if world == "flipping":
        return small / 4 + np.log(1.4) * (rng.random(shape) < 0.5)
    return small


def cells(truth, rng, world="gaussian", spread=0.2, blocks=7, only=None, **where):
    """A frame as table.cells gives it. `truth`: (backend, size) -> seconds; `only`: the one backend that flips."""
    rows = []
    for (backend, size), seconds in truth.items():
        kind = world if only in (None, backend) else "gaussian"
        width = spread if only in (None, backend) else spread / 4
        for block, log in enumerate(noise(rng, blocks, kind, width)):
            rows.append(dict(backend=backend, size_bytes=size, block=block, seconds=seconds * np.exp(log)))
    full = dict(kind="k", placement="none", interpreter="3.12", payload="items", processes=1, operation="read_item")
    full.update(oversubscribed=False, bounded=False, line="value = view[i]", canary=1e-4, servers=0)
    full.update(where)
    return pd.DataFrame(rows).assign(**full)


def no_gaps():
    return pd.DataFrame(columns=[*CELL, "error", "reason", "predicted_seconds"])


def reading(criterion, margin):
    return model.Reading(criterion, {"interpreter": "3.12", "operation": "read_item", "payload": "items"}, margin, "")


def decided_reading(verdict, operation, certain=True):
    """A reading with p-values that leave no doubt, or that say nothing."""
    conditions = {"interpreter": "3.8", "operation": operation, "payload": "items"}
    p_holds, p_fails = ((0.0, 1.0) if verdict == "holds" else (1.0, 0.0)) if certain else (0.3, 0.3)
    return model.Reading("grows", conditions, 2, "times", verdict, p_holds=p_holds, p_fails=p_fails)


def trial(frame, gaps=None, limits=None, works=None, disturbed=None):
    """What claims.judge takes."""
    gaps = no_gaps() if gaps is None else gaps
    limits = pd.DataFrame(columns=["backend", "interpreter", "element", "optimised"]) if limits is None else limits
    works = pd.DataFrame(columns=["claim", "check", "interpreter"]) if works is None else works
    return run_data.RunData(frame, gaps, limits, works, RUN, SPAN, disturbed)


def growing(factor, backend="shared_memory", start=1e-6, sizes=SIZES):
    """Truth of a time that grows by `factor` over SPAN, evenly on the log scale."""
    exponent = np.log(factor) / np.log(SPAN[1] / SPAN[0])
    return {(backend, size): start * (size / SPAN[0]) ** exponent for size in sizes}


def gap(size, backend="shared_memory"):
    gaps = no_gaps()
    gaps.loc[0] = [
        "k",
        "3.12",
        backend,
        "items",
        size,
        1,
        "none",
        "read_item",
        0,
        "exception",
        "AssertionError:",
        np.nan,
    ]
    return gaps


def steps(ratios, spread=0.02, blocks=7):
    """A frame in which the slow one takes so many times as long as the quick one, by size."""
    truth = {("slow", 2**place): factor * 1e-6 for place, factor in enumerate(ratios, 10)}
    truth |= {("quick", 2**place): 1e-6 for place in range(10, 10 + len(ratios))}
    return cells(truth, np.random.default_rng(1), spread=spread, blocks=blocks)


def judged(criterion, margin, frame, gaps, extra, allowance=math.inf):
    """The reading of these tables, as a case reads it."""
    cells, missing = records(frame, run_data.OF_CELLS), records(gaps, run_data.OF_GAPS)
    found = criteria.CRITERIA[criterion]
    return found(reading(criterion, margin), with_bounds(cells, missing, allowance), missing, extra)
