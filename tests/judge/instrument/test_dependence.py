import itertools

import numpy as np
import pytest
from numpy.random import default_rng

from judge.instrument import dependence


def series(lag1, readings, blocks, seed=1):
    """Readings whose blocks depend on the one before by `lag1`: AR(1), in its steady state from the first block on."""
    noise = default_rng(seed).normal(size=(readings, blocks))
    noise[:, 1:] *= np.sqrt(1 - lag1**2)
    for block in range(1, blocks):
        noise[:, block] += lag1 * noise[:, block - 1]
    return noise


def test_the_mean_over_all_orders_is_exact():
    logs = default_rng(2).normal(size=6)
    orders = [dependence.autocorrelation(np.array(order)) for order in itertools.permutations(logs)]
    assert np.mean(orders) == pytest.approx(-1 / 6)
    assert dependence.serial_dependence([logs])["permuted"] == pytest.approx(-1 / 6)


@pytest.mark.parametrize("blocks", [7, 10, 20])
def test_independent_blocks_have_no_excess_however_few(blocks):
    found = dependence.serial_dependence(series(0, 2000, blocks))
    assert abs(found["excess"]) < 0.03 and found["lag1"] < -0.03 and not found["marked"]


@pytest.mark.parametrize(("lag1", "marked"), [(0.1, False), (0.5, True), (0.8, True)])
def test_what_depends_is_marked(lag1, marked):
    found = dependence.serial_dependence(series(lag1, 500, 10))
    assert found["marked"] is marked and found["readings"] == 500
    assert 0 < found["excess"] < lag1


def test_a_machine_that_alternates_is_no_cause_for_a_mark():
    found = dependence.serial_dependence(series(-0.6, 200, 10))
    assert found["excess"] < -0.2 and not found["marked"]


def test_what_says_nothing_is_left_out():
    found = dependence.serial_dependence([[], [0.1, 0.2], [0.3] * 7, [0.0, 1.0, 2.0, 3.0]])
    assert found["readings"] == 1 and found["lag1"] == pytest.approx(0.25)
    nothing = dependence.serial_dependence([[0.1]])
    assert nothing["readings"] == 0 and not nothing["marked"] and np.isnan(nothing["excess"])
