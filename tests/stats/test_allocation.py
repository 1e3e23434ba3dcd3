"""Further blocks go to the widest that can be paid, and to nothing else."""

import pytest
from scipy import special

from stats import allocation


def test_a_need_is_a_half_width_over_what_has_to_be_seen():
    quantile = special.stdtrit(6, 1 - 0.7 * 0.025)
    assert allocation.need(0.5, 7) == pytest.approx(0.5 * quantile / 7**0.5)
    assert allocation.need(0.5, 28) < allocation.need(0.5, 7) / 2


def test_the_widest_gets_its_blocks_until_another_is_wider():
    blocks = allocation.allocate([0.2, 0.4, 0.1], [1, 1, 1], 12, [6, 6, 6], 30)
    assert sum(blocks) == 30 and blocks[1] > blocks[0] > blocks[2] == 6
    needs = [allocation.need(spread, count) for spread, count in zip([0.2, 0.4], blocks, strict=False)]
    assert needs[1] == pytest.approx(needs[0], rel=0.15)


def test_what_can_not_be_paid_any_more_leaves_its_time_to_others():
    assert allocation.allocate([1.0, 0.1], [100, 10], 35, [6, 6], 30) == [6, 9]
    assert allocation.allocate([1.0, 0.1], [100, 10], -5, [6, 6], 30) == [6, 6]


def test_nobody_gets_more_than_the_most():
    assert allocation.allocate([1.0, 0.1], [1, 1], 100, [6, 7], 9) == [9, 9]
    assert allocation.allocate([], [], 100, [], 9) == []
