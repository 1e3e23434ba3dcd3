import numpy as np
import pytest
from numpy.random import default_rng
from scipy.optimize import brentq

from stats import intervals, one_sided


def miss_at_which_the_interval_meets(logs, margin):
    """By looking for it, with nothing but the interval."""
    return brentq(lambda miss: intervals.interval(logs, 1 - 2 * miss)[1] - margin, 1e-9, 0.45, xtol=1e-12)


@pytest.mark.parametrize("blocks", [6, 7, 10, 13])
def test_it_inverts_the_interval(blocks):
    rng = default_rng(blocks)
    for _ in range(20):
        logs = rng.normal(0.3, 0.2, blocks)
        margin = logs.mean() - rng.uniform(0.5, 2.5) * logs.std() / np.sqrt(blocks)
        p = float(one_sided.above(logs, margin))
        if 1e-6 < p < 0.2:
            assert p == pytest.approx(miss_at_which_the_interval_meets(logs, margin), rel=1e-4)


def test_the_other_side_is_the_mirrored_one():
    logs = default_rng(2).normal(0, 0.1, 7)
    assert one_sided.below(logs, 0.1) == pytest.approx(one_sided.above(-logs, -0.1))
    assert one_sided.above(logs, 0.1) > 0.5


def test_a_usual_spread_makes_a_lucky_reading_less_certain():
    logs = np.full(7, 0.5) + np.arange(7) * 1e-6
    assert one_sided.above(logs, 0.4) < 1e-6
    assert one_sided.above(logs, 0.4, spread=0.2) > 0.05


def test_too_few_blocks_say_nothing():
    assert one_sided.above(np.ones(intervals.MIN_BLOCKS - 1), 0.0) == 1


def test_many_readings_at_once():
    logs = default_rng(3).normal(0.2, 0.2, (4, 3, 7))
    spread = np.full((4, 3), 0.1)
    single = [[one_sided.above(logs[a, b], 0.1, 0.1) for b in range(3)] for a in range(4)]
    assert one_sided.above(logs, 0.1, spread) == pytest.approx(np.array(single))


def test_equal_values_at_the_margin():
    assert one_sided.above(np.zeros(7), 0.0) >= 0.5


def test_the_usual_spread_is_that_of_all_or_of_the_contested():
    deviations, contested = [[0.3, 0.3, 0.0, 0.0]] * 3, [[True, True, False, False], [False] * 4, [True] * 4]
    assert one_sided.usual_spread(deviations, contested) == pytest.approx([0.3, 0.3 / np.sqrt(2), 0.3 / np.sqrt(2)])
    assert one_sided.usual_spread([], []) == 0
