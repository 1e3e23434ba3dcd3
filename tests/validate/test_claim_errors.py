"""A small version of `make calibrate`: a claim's verdict keeps its promise, and a worse rule is seen to break it."""

import itertools
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from judge import closed_test
from stats import closed_testing, one_sided
from validate import claim_errors, interval_coverage

PROMISE = 0.05


def small(**more):
    """Two standard errors of 500 runs are 0.02; so many runs of the worst row stay far below that."""
    return claim_errors.simulate(500, **{"readings": (9,), "blocks": (7,), **more})


@pytest.mark.slow
def test_wrong_verdicts_keep_their_promise_in_each_world():
    found = small()
    assert set(found["world"]) == {world.__name__ for world in interval_coverage.WORLDS}
    assert found["wrong"].max() <= PROMISE, found.loc[found["wrong"].idxmax()]
    assert found.loc[found["truth"].str.startswith("all but one"), "wrong"].max() > 0.005


def test_certain_readings_without_noise_take_no_protection_from_the_others(monkeypatch):
    flips = {
        "worlds": [interval_coverage.flipping_one],
        "dependences": [claim_errors.independent],
        "criteria": claim_errors.CRITERIA[:1],
        "readings": (116,),
    }
    assert small(**flips)["wrong"].max() <= PROMISE
    monkeypatch.setattr(one_sided, "usual_spread", lambda deviations, _: np.sqrt((deviations**2).mean(axis=-1)))
    assert small(**flips)["wrong"].max() > PROMISE


def test_the_simulation_can_tell_too_generous_a_test(monkeypatch):
    generous = closed_testing.at_least_false
    monkeypatch.setattr(closed_testing, "at_least_false", lambda p: generous(p, level=0.2))
    worlds = {"worlds": [interval_coverage.gaussian], "criteria": claim_errors.CRITERIA[:1]}
    assert small(**worlds)["wrong"].max() > PROMISE


def test_a_large_effect_is_found_and_more_blocks_find_more():
    found = small(worlds=[interval_coverage.gaussian], criteria=claim_errors.CRITERIA[:1], blocks=(7, 13))
    power = found[found["truth"].str.contains("by 1.5")].set_index(["dependence", "truth", "blocks"])["undecided"]
    assert (power.xs(13, level="blocks") < power.xs(7, level="blocks")).all()
    assert found.loc[found["truth"].str.contains("by 1.5"), "wrong"].max() <= 0.01


@pytest.mark.parametrize("criterion", claim_errors.CRITERIA, ids=lambda one: one.name)
def test_the_p_values_are_the_judge_s(criterion):
    judged = ("flat", 1.5) if criterion.name.startswith("within") else ("grows", 1)
    logs = np.random.default_rng(3).normal(0.2, 0.3, (20, 7))
    ours = np.transpose(criterion.test(logs, 0.1))
    assert ours == pytest.approx(np.array([closed_test.of_effects(judged[0], one, judged[1], 0.1) for one in logs]))


def test_a_verdict_is_wrong_only_where_its_count_is():
    """Of all counts and truths: a verdict of (a, b) can't be wrong while a <= T <= m - b."""
    for readings in (1, 4, 5, 9):
        words = claim_errors.words_of_counts(readings)
        for a, b in itertools.product(range(readings + 1), repeat=2):
            for true in range(a, readings - b + 1):
                assert not claim_errors.is_wrong(claim_errors.WORDS[words[a, b]], true, readings)


def test_each_verdict_is_wrong_somewhere_but_undecided():
    wrong = {word for word in claim_errors.WORDS for true in range(10) if claim_errors.is_wrong(word, true, 9)}
    assert wrong == {"holds", "mostly holds", "fails", "mostly fails", "depends"}


def test_readings_share_their_yardstick():
    rng = np.random.default_rng(1)
    logs = claim_errors.shared_yardstick(interval_coverage.gaussian, rng, (2000, 2, 6))
    alone = claim_errors.independent(interval_coverage.gaussian, rng, (2000, 2, 6))
    correlation = [np.corrcoef(some[:, 0].ravel(), some[:, 1].ravel())[0, 1] for some in (logs, alone)]
    assert correlation[0] > 0.8 and abs(correlation[1]) < 0.05


def test_the_published_table_keeps_the_promise():
    table = pd.read_csv(Path("docs/data/claims.csv"))
    assert list(table) == ["criterion", "world", "dependence", "truth", "m", "blocks", "wrong", "undecided"]
    assert table["wrong"].max() <= PROMISE, table.loc[table["wrong"].idxmax()]
    assert set(table["world"]) == {world.__name__ for world in interval_coverage.WORLDS}
    assert set(table["truth"]) == {case.name for case in claim_errors.truths(9)}
    assert set(table["m"]) == set(claim_errors.READINGS) and set(table["blocks"]) == set(claim_errors.BLOCKS)
