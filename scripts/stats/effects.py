"""Effect sizes: slopes, regrets, the best choice."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


def slopes(sizes: list[int], seconds: Array) -> Array:
    """Least-squares slopes of log seconds on log size.

    Parameters
    ----------
    sizes : in bytes, two or more
    seconds : (blocks, sizes) array of float

    Returns
    -------
    (blocks,) array of float: by which power of the size the time grows
    """
    x = np.log(np.asarray(sizes, dtype=float))
    x = x - x.mean()
    fitted: Array = np.log(seconds) @ x / (x @ x)
    return fitted


def cross_validated_regret(logs: Array, advised: int) -> Array:
    """Log of the time of one choice over that of the best.

    Parameters
    ----------
    logs : (…, blocks, choices) array of float, natural logs of seconds
    advised : int, the choice that is held against the best

    Returns
    -------
    (…, blocks) array of float
    """
    return logs[..., advised] - cross_validated_best(logs)


def cross_validated_best(logs: Array) -> Array:
    """Log of the time of the best choice, which is chosen on the other blocks and measured on this one.

    The luckiest of many equals looks better on its own lucky blocks than it is: of twenty, 19%.

    Parameters
    ----------
    logs : (…, blocks, choices) array of float, natural logs of seconds; two blocks or more

    Returns
    -------
    (…, blocks) array of float
    """
    others = (logs.sum(axis=-2, keepdims=True) - logs) / (logs.shape[-2] - 1)
    return np.take_along_axis(logs, others.argmin(axis=-1)[..., None], axis=-1)[..., 0]
