"""A sum is held against the mix of its operations, block by block, where the same cells measured all of them."""

import math

import numpy as np
import pytest

from judge.workloads import reality
from judge.workloads.model import Part

BLOCKS = list(range(7))


def part(operation, seconds, blocks=BLOCKS, processes=4):
    logs = [math.log(one) for one in np.broadcast_to(seconds, len(blocks))]
    return Part("3.13", "items", "shared_memory", operation, 65536, processes, list(blocks), logs, 1.1)


def test_a_mix_that_takes_what_its_operations_take_has_a_ratio_of_one():
    noise = np.exp(np.random.default_rng(1).normal(0, 0.05, 7))
    (one,) = reality.held(
        [part("read_item", 1e-7 * noise), part("write_item", 2e-7 * noise), part("read_100_write_1", 1.02e-5 * noise)]
    )
    assert (one.operation, one.blocks, one.backend) == ("read_100_write_1", 7, "shared_memory")
    assert one.ratio == pytest.approx(1) and one.deviation == pytest.approx(0, abs=1e-9)
    assert one.halves == 1


def test_contention_that_the_sum_lacks_shows():
    parts = [part("read_item", 1e-7), part("increment_locked", 1e-6), part("update_10_read_1", 2.02e-5)]
    (one,) = reality.held(parts)
    assert one.ratio == pytest.approx(0.5)
    assert one.low <= one.ratio <= one.high


def test_without_one_of_its_operations_or_enough_common_blocks_nothing_is_held():
    mix, read = part("read_100_write_1", 1e-5), part("read_item", 1e-7)
    assert reality.held([mix, read]) == []
    assert reality.held([mix, read, part("write_item", 1e-7, processes=1)]) == []
    assert reality.held([mix, read, part("write_item", 1e-7, blocks=range(5))]) == []


def test_halves_that_differ_are_counted():
    assert reality.agreeing_halves(np.zeros(6)) == 1
    assert 0 < reality.agreeing_halves(np.log([1, 1, 1, 1, 1, 2, 2])) < 1
    assert reality.agreeing_halves(np.log([1, 1, 1, 2, 2, 2])) == 0
