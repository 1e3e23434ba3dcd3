"""The page gets what the statistics are made with: its interval is the judge's."""

import numpy as np
import pytest

from judge.workloads.page_data import constants
from stats import intervals


def hull(logs, rank, weight, quantile):
    """As report/html/picker.js has it."""
    ranked, count = np.sort(logs), len(logs)
    low = (1 - weight) * ranked[rank - 1] + weight * ranked[rank]
    high = (1 - weight) * ranked[count - rank] + weight * ranked[count - rank - 1]
    half = quantile * logs.std(ddof=1) / np.sqrt(count)
    return min(low, logs.mean() - half), max(high, logs.mean() + half)


@pytest.mark.parametrize("count", [6, 7, 10, 30])
@pytest.mark.parametrize("rivals", [1, 2, 31])
def test_the_constants_give_the_judges_interval(count, rivals):
    logs = np.random.default_rng(count).normal(0, 0.3, count)
    _, low, high = intervals.interval(logs, 1 - (1 - intervals.CONFIDENCE) / rivals)
    assert hull(logs, *constants(count, rivals)) == pytest.approx((low, high))
