"""Effect sizes: slopes, regrets, the best choice, blocks needed."""

import numpy as np


def slopes(table):
    """Least-squares slopes of log seconds on log size, one a block: `table` has blocks as rows, sizes as columns."""
    x = np.log(np.asarray(table.columns, dtype=float))
    x = x - x.mean()
    return np.log(table.to_numpy(dtype=float)) @ x / (x @ x)


def cross_validated_regret(logs, advised):
    """Log of the time of choice `advised` over that of the best, one a block; `logs` is (…, blocks, choices)."""
    return logs[..., advised] - cross_validated_best(logs)


def cross_validated_best(logs):
    """Log of the time of the best choice, one a block; `logs` is (…, blocks, choices).

    The best is chosen on the other blocks and measured on this one: the luckiest of many equals looks better on
    its own lucky blocks than it is.
    """
    others = (logs.sum(axis=-2, keepdims=True) - logs) / (logs.shape[-2] - 1)
    return np.take_along_axis(logs, others.argmin(axis=-1)[..., None], axis=-1)[..., 0]


def blocks_needed(half_width, blocks, wanted):
    """Blocks for an interval whose half width is `wanted` or less, after `blocks` gave `half_width` (both logs).

    Stein's second stage (Annals of Mathematical Statistics, 1945): a width shrinks with the root of the number, and
    only the width of the first stage is looked at, never where the interval lies.
    """
    return np.maximum(blocks, np.ceil(blocks * (np.asarray(half_width) / wanted) ** 2)).astype(int)
