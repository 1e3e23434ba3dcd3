"""A small version of `make calibrate`: the judge's interval keeps its promise, the rejected ones are seen to fail."""

import pytest

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
