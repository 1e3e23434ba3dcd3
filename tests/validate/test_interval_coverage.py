"""A small version of `make calibrate`: the judge's interval keeps its promise, the rejected ones are seen to fail."""

import numpy as np
import pytest

from stats import intervals
from validate import interval_coverage

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def table():
    estimators = (
        interval_coverage.t,
        interval_coverage.bootstrap,
        interval_coverage.interpolated,
        interval_coverage.chosen,
    )
    return interval_coverage.simulate(1500, (5, 6, 7, 10, 20), estimators=estimators).set_index("estimator")


def test_coverage_of_the_chosen_interval(table):
    found = table.loc["chosen"].dropna()
    assert set(found["blocks"]) == {6, 7, 10, 20}
    assert set(found["world"]) == {world.__name__ for world in interval_coverage.WORLDS}
    assert found["coverage"].min() >= 0.93, found.loc[found["coverage"].idxmin()]


def test_the_simulation_can_tell_a_bad_interval(table):
    assert table.loc["bootstrap", "coverage"].min() < 0.8
    assert table.loc["t", "coverage"].min() < 0.9
    assert table.loc["interpolated", "coverage"].min() < 0.93


def test_wrong_verdicts_stay_within_their_promise():
    """At most 5%, and two standard errors of 1,500 runs."""
    rates = interval_coverage.verdicts(1500, blocks=(7,))
    assert rates["wrong"].max() <= 0.062, rates.loc[rates["wrong"].idxmax()]


def test_a_budget_keeps_the_coverage_and_gives_to_what_is_wide():
    found = interval_coverage.budgeted(100).set_index("world")
    assert set(found.index) == {world.__name__ for world in interval_coverage.WORLDS}
    assert found["coverage"].min() >= 0.94
    assert (found["fewest"] <= 7).all() and (found["most"] >= 9).all()


def test_a_family_that_is_wide_gets_the_blocks():
    logs = np.random.default_rng(1).normal(0, 0.1, (50, 3, 4, interval_coverage.MOST))
    logs[:, 1] *= 5
    blocks = interval_coverage.allotted(logs, 12)
    assert (blocks.sum(axis=1) == 3 * interval_coverage.FIRST + 12).all()
    assert (blocks[:, 1] >= interval_coverage.FIRST + 8).mean() > 0.9


def test_each_interval_is_of_the_blocks_that_it_has():
    logs = np.random.default_rng(2).normal(size=(2, 2, 9))
    blocks = np.array([[6, 7], [9, 6]])
    low, high = interval_coverage.intervals_by_blocks(logs, blocks)
    for place in np.ndindex(blocks.shape):
        own = intervals.interval(logs[place][: blocks[place]])[1:]
        assert (low[place], high[place]) == pytest.approx(own)
