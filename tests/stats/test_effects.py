"""Slopes, regrets, blocks needed: against values known beforehand."""

import numpy as np
import pytest

from stats import effects


def test_slopes_are_exact_on_a_power_law():
    seconds = np.array([[1.0, 8.0, 64.0], [2.0, 16.0, 128.0]])
    assert effects.slopes([1, 4, 16], seconds) == pytest.approx([1.5, 1.5])


def test_regret_of_one_among_equals_is_not_the_luck_of_the_best():
    rng = np.random.default_rng(3)
    logs = rng.normal(0, 0.2, (4000, 20))
    assert np.exp(np.mean(effects.cross_validated_regret(logs, 0))) == pytest.approx(1.0, abs=0.02)
    assert np.exp(np.mean(logs[:, 0] - logs.min(axis=1))) > 1.3  # what a naive best would have said


def test_regret_of_a_clear_loser():
    logs = np.log([[3.0, 1.0]] * 6)
    assert np.exp(effects.cross_validated_regret(logs, 0)) == pytest.approx([3.0] * 6)
    assert np.exp(effects.cross_validated_regret(logs, 1)) == pytest.approx([1.0] * 6)


def test_the_best_is_never_chosen_on_the_block_that_measures_it():
    """Seven blocks of twenty equals, many times: chosen on its own block too, the best would look 8% better."""
    rng = np.random.default_rng(4)
    regrets = effects.cross_validated_regret(rng.normal(0, 0.2, (400, 7, 20)), 0)
    assert np.exp(np.mean(regrets)) == pytest.approx(1.0, abs=0.025)
