"""Whether blocks depend on the ones before them: an interval takes them for independent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
LEAST = 3  # blocks, for an autocorrelation that says anything
MARK = 0.15  # of the excess: beyond it intervals cover too little (docs/data/dependence.csv)


def serial_dependence(readings: Iterable[Sequence[float]]) -> dict[str, Any]:
    """The lag-1 autocorrelation of readings over blocks, pooled, beside its mean were the blocks in any other order.

    A few values lie around their own mean, so that of two neighbours one tends to be above it and one below: without
    any dependence the autocorrelation of n values is -1/n, which is exactly its mean over all orders. `excess` is what
    there is beyond that.

    Parameters
    ----------
    readings : sequences of float, natural logs of an effect, one value a block, in the order of the blocks; those with
        fewer than LEAST values, and those that don't vary, are left out

    Returns
    -------
    dict: `lag1`, `permuted` and `excess` (means over the readings, nan without any), `readings` (how many were pooled)
    and `marked` (the excess is above MARK)
    """
    known = [np.asarray(logs, dtype=float) for logs in readings if len(logs) >= LEAST]
    known = [logs for logs in known if logs.std() > 0]
    if not known:
        return {"lag1": np.nan, "permuted": np.nan, "excess": np.nan, "readings": 0, "marked": False}
    lag1 = float(np.mean([autocorrelation(logs) for logs in known]))
    permuted = -float(np.mean([1 / len(logs) for logs in known]))
    excess = lag1 - permuted
    return {"lag1": lag1, "permuted": permuted, "excess": excess, "readings": len(known), "marked": excess > MARK}


def autocorrelation(logs: Array) -> float:
    """The sum of the products of neighbours' distances from the mean, over that of their squares; lag 1.

    Parameters
    ----------
    logs : (blocks,) array of float, not all the same
    """
    away = logs - logs.mean()
    return float(away[:-1] @ away[1:] / (away @ away))
