"""How many of several statements are surely true: closed testing with Simes' test."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

LEVEL = 0.025  # of a side: both bounds together hold with 95%


def not_rejected(p: Any, level: float = LEVEL) -> npt.NDArray[np.int64]:
    """The h of Hommel: the most hypotheses that could all be true together, as Simes' test has it.

    It is the largest k for which the k largest p-values, ascending, satisfy p(i) > i level / k for all i (Hommel,
    Biometrika 75, 1988). Then at least m - h of the m hypotheses are false, with confidence 1 - level, whatever set
    of them is looked at (Goeman and Solari, Statistical Science 26, 2011). Simes' test holds its level for p-values
    that are independent or positively dependent.

    Parameters
    ----------
    p : (…, m) array of float, the p-value of each hypothesis
    level : float, the error that is allowed

    Returns
    -------
    (…) array of int, from 0 to m
    """
    ranked = np.sort(np.asarray(p, dtype=float), axis=-1)
    count = ranked.shape[-1]
    most = np.zeros(ranked.shape[:-1], dtype=np.int64)
    for k in range(1, count + 1):
        bounds = np.arange(1, k + 1) * level / k
        fitting = (ranked[..., count - k :] > bounds).all(axis=-1)
        most = np.where(fitting, k, most)
    return most


def at_least_false(p: Any, level: float = LEVEL) -> npt.NDArray[np.int64]:
    """How many of the hypotheses are false, at least, with confidence 1 - level.

    Parameters
    ----------
    p : (…, m) array of float, the p-value of each hypothesis
    level : float, the error that is allowed

    Returns
    -------
    (…) array of int, from 0 to m
    """
    found: npt.NDArray[np.int64] = np.asarray(p).shape[-1] - not_rejected(p, level)
    return found


def surely_false(p: Any, level: float = LEVEL) -> npt.NDArray[np.bool_]:
    """Which single hypotheses are false, at a level that all share: those with p <= level / h.

    Parameters
    ----------
    p : (…, m) array of float, the p-value of each hypothesis
    level : float, the error that is allowed, of all together

    Returns
    -------
    (…, m) array of bool
    """
    h = np.maximum(not_rejected(p, level), 1)
    found: npt.NDArray[np.bool_] = np.asarray(p) <= (level / h)[..., None]
    return found
