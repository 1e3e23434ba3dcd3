"""Intervals: against textbook values, and their coverage."""

import numpy as np
import pytest

from stats import intervals
from tests.judge.synthetic import noise


@pytest.mark.parametrize(("count", "rank"), [(5, None), (6, 1), (7, 1), (8, 1), (9, 2), (10, 2), (20, 6)])
def test_order_ranks_are_those_of_the_tables(count, rank):
    assert intervals.order_rank(count, 0.95) == rank


def test_interpolation_lies_between_two_ranks():
    low, high = intervals.order_interval(np.arange(7.0))
    assert 0 < low < 1 and 5 < high < 6
    assert low == pytest.approx(6 - high)


def test_beyond_the_reach_of_ranks_the_data_end_it():
    assert intervals.order_interval(np.arange(7.0), 0.999) == (0.0, 6.0)


def test_t_interval_is_the_textbook_one():
    low, high = intervals.t_interval(np.array([1.0, 2.0, 3.0, 4.0, 5.0]))
    assert (low, high) == pytest.approx((3 - 1.9632, 3 + 1.9632), abs=1e-3)  # 2.776 * 1.5811 / sqrt(5)


def test_fewer_than_six_blocks_have_no_interval():
    estimate, low, high = intervals.interval([1.0, 2.0, 3.0, 4.0, 5.0])
    assert estimate == 3.0
    assert np.isnan(low) and np.isnan(high)


def test_the_interval_is_the_wider_of_two():
    asked = 1 - intervals.MISS_FACTOR * 0.05
    logs = np.array([0.0, 0.0, 0.0, 0.0, 0.0, 0.1, 6.0])
    (low, high), (t_low, t_high) = intervals.order_interval(logs, asked), intervals.t_interval(logs, asked)
    assert t_low < low and t_high > high
    assert intervals.interval(logs)[1:] == pytest.approx((t_low, t_high))
    even = np.repeat([-1.0, 1.0], 8)
    (low, high), (t_low, t_high) = intervals.order_interval(even, asked), intervals.t_interval(even, asked)
    assert low < t_low and high > t_high
    assert intervals.interval(even)[1:] == pytest.approx((low, high))


def test_a_higher_level_is_wider():
    values = np.random.default_rng(1).normal(0, 1, 12)
    narrow, wide = intervals.interval(values), intervals.interval(values, 0.999)
    assert wide[1] < narrow[1] < narrow[0] < narrow[2] < wide[2]


@pytest.mark.parametrize("world", ["gaussian", "skewed", "flipping"])
@pytest.mark.parametrize("blocks", [6, 7, 10])
def test_the_interval_covers_the_median(world, blocks):
    """At least 93% of 1,500 intervals; three standard errors below 95% would be 93.3%."""
    rng = np.random.default_rng(blocks)
    truth = np.median(noise(rng, 400_001, world))
    _, low, high = intervals.interval(noise(rng, (1500, blocks), world))
    assert ((low <= truth) & (truth <= high)).mean() >= 0.93
