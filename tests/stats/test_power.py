import numpy as np
import pandas as pd
import pytest
from numpy.random import default_rng

from stats import closed_testing, intervals, one_sided, power

RUNS, READINGS = 1500, 6


def noise(blocks, sd, readings=READINGS):
    logs = default_rng(99).normal(0, sd, (RUNS, readings, blocks))
    spread = np.sqrt(logs.var(axis=-1, ddof=1).mean(axis=-1, keepdims=True))
    return logs, spread if readings > 1 else 0.0


@pytest.mark.parametrize("blocks", [7, 10])
def test_a_claim_with_the_smallest_effect_holds_in_nine_of_ten_runs(blocks):
    logs, spread = noise(blocks, 0.2)
    effect = np.log(power.smallest_effect(0.2, blocks, READINGS))
    shown = closed_testing.at_least_false(one_sided.above(logs, -effect, spread)) == READINGS
    assert shown.mean() == pytest.approx(power.FOUND, abs=0.03)


@pytest.mark.parametrize("blocks", [7, 10])
def test_a_claim_of_the_largest_spread_is_shown_flat_in_eight_of_ten_runs(blocks):
    logs, spread = noise(blocks, power.largest_sd(blocks, READINGS))
    margin = np.log(power.FLAT)
    p = np.maximum(one_sided.above(logs, -margin, spread), one_sided.below(logs, margin, spread))
    assert (closed_testing.at_least_false(p) == READINGS).mean() == pytest.approx(power.SHOWN, abs=0.03)


def test_a_reading_by_itself_is_shown_flat_by_its_interval_of_90_percent():
    logs, _ = noise(7, power.largest_sd(7, level=power.EQUIVALENCE), 1)
    low, high = intervals.interval(logs, 0.90)[1:]
    shown = (low > -np.log(power.FLAT)) & (high < np.log(power.FLAT))
    assert shown.mean() == pytest.approx(power.SHOWN, abs=0.03)


def test_a_claim_needs_less_noise_than_a_reading_by_itself():
    alone = [power.largest_sd(blocks, level=power.EQUIVALENCE) for blocks in (7, 10)]
    assert alone == pytest.approx([0.27, 0.32], abs=0.01)
    assert power.largest_sd(7, 26) < power.largest_sd(7, 9) < power.largest_sd(7) < alone[0]
    assert power.smallest_effect(0.2, 7) < power.smallest_effect(0.2, 7, 26)
    assert power.smallest_effect(0.2, 20) < power.smallest_effect(0.2, 10) < power.smallest_effect(0.2, 7)


def test_fewer_than_six_blocks_decide_nothing():
    assert power.largest_sd(5) == 0 and power.smallest_effect(0, 5) == np.inf
    assert power.largest_sd(6) > 0 and power.smallest_effect(0, 6) == 1


def test_a_table_of_a_run():
    spreads = pd.DataFrame({"class": ["access", "set-up"], "size": 1024, "sd": [0.05, 0.3], "readings": [4, 9]})
    found = power.with_power(spreads, 7)
    assert list(found["class"]) == ["access", "set-up"] and list(spreads.columns) == ["class", "size", "sd", "readings"]
    assert (found["smallest"] < found["smallest_of_claim"]).all()
    assert (found["sd"] < found["flat_sd"]).tolist() == [True, False]
    assert (found["flat_sd_of_claim"] < found["flat_sd"]).all()
    assert found["smallest_of_claim"].is_monotonic_increasing
