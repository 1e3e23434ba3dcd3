"""A small version of `make calibrate`: with a budget a claim's verdict keeps its promise, whatever blocks it has."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from stats import closed_testing
from validate import budget_coverage, budget_errors, claim_errors, interval_coverage

PROMISE = 0.05


def small(**more):
    return budget_errors.simulate(300, **{"readings": (9,), "dependences": [claim_errors.independent], **more})


@pytest.mark.slow
def test_wrong_verdicts_keep_their_promise_in_each_world():
    found = small()
    assert set(found["world"]) == {world.__name__ for world in interval_coverage.WORLDS}
    assert found["wrong"].max() <= PROMISE, found.loc[found["wrong"].idxmax()]


def test_too_generous_a_test_is_seen(monkeypatch):
    generous = closed_testing.at_least_false
    monkeypatch.setattr(closed_testing, "at_least_false", lambda p: generous(p, level=0.3))
    assert small(worlds=[interval_coverage.gaussian], criteria=claim_errors.CRITERIA[:1])["wrong"].max() > PROMISE


def test_the_p_values_are_of_the_blocks_that_a_reading_has():
    logs = np.random.default_rng(1).normal(0.3, 0.2, (4, 3, budget_coverage.MOST))
    blocks = np.array([[6, 7, 9]] * 4)
    criterion, spread = claim_errors.CRITERIA[0], np.full((4, 1), 0.1)
    p = budget_errors.by_blocks(logs, blocks, spread, criterion)
    for place, count in enumerate((6, 7, 9)):
        own = criterion.test(logs[:, place, :count], 0.1)
        assert p[0][:, place] == pytest.approx(own[0]) and p[1][:, place] == pytest.approx(own[1])


def test_equal_numbers_of_blocks_give_the_verdicts_without_a_budget(monkeypatch):
    logs = np.random.default_rng(2).normal(0, 0.3, (200, 9, budget_coverage.MOST))
    monkeypatch.setattr(budget_errors, "blocks_of_readings", lambda some: np.full(some.shape[:2], 7))
    case = claim_errors.Truth("half", 4, 0)
    for criterion in claim_errors.CRITERIA:
        ours = budget_errors.verdicts(logs, criterion, case)
        assert (ours == claim_errors.verdicts(logs[..., :7], criterion, case)).all()


def test_the_published_table_keeps_the_promise():
    table = pd.read_csv(Path("docs/data/budget_claims.csv"))
    assert table["wrong"].max() <= PROMISE, table.loc[table["wrong"].idxmax()]
    assert set(table["world"]) == {world.__name__ for world in interval_coverage.WORLDS}
    assert set(table["m"]) == set(budget_errors.READINGS)
