"""A small version of `make calibrate`: with a budget an interval keeps its promise, and the wide get the blocks."""

import numpy as np
import pytest

from stats import intervals
from validate import budget_coverage, interval_coverage

pytestmark = pytest.mark.slow


def test_a_budget_keeps_the_coverage_and_gives_to_what_is_wide():
    found = budget_coverage.budgeted(100).set_index("world")
    assert set(found.index) == {world.__name__ for world in interval_coverage.WORLDS}
    assert found["coverage"].min() >= 0.94
    assert (found["fewest"] <= 7).all() and (found["most"] >= 9).all()


def test_a_family_that_is_wide_gets_the_blocks():
    logs = np.random.default_rng(1).normal(0, 0.1, (50, 3, 4, budget_coverage.MOST))
    logs[:, 1] *= 5
    blocks = budget_coverage.allotted(logs, 12)
    assert (blocks.sum(axis=1) == 3 * budget_coverage.FIRST + 12).all()
    assert (blocks[:, 1] >= budget_coverage.FIRST + 8).mean() > 0.9


def test_each_interval_is_of_the_blocks_that_it_has():
    logs = np.random.default_rng(2).normal(size=(2, 2, 9))
    blocks = np.array([[6, 7], [9, 6]])
    low, high = budget_coverage.intervals_by_blocks(logs, blocks)
    for place in np.ndindex(blocks.shape):
        own = intervals.interval(logs[place][: blocks[place]])[1:]
        assert (low[place], high[place]) == pytest.approx(own)
