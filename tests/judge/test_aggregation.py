"""Readings that disagree: chance explains a few of them, and a claim of many is seldom called `depends` by luck."""

import numpy as np
import pytest

from judge import criteria, wording
from tests.judge.synthetic import decided_reading


def test_several_readings_that_need_no_correction_can_be_more_than_chance():
    readings = [decided_reading("holds", True, f"operation {number}") for number in range(30)]
    few = [decided_reading("fails", False, f"other {number}") for number in range(2)]
    many = [decided_reading("fails", False, f"other {number}") for number in range(5)]
    assert wording.conclude(readings + few)[0] == "holds"
    assert wording.conclude(readings + many)[0] == "depends"


@pytest.mark.slow
def test_family_of_true_readings_is_seldom_called_depends():
    """Forty readings that all truly fail, noise of 20%: a `depends` would be wrong, and stays below 5%."""
    wrong = 0
    for seed in range(60):
        rng = np.random.default_rng(seed)
        logs = rng.normal(np.log(1.7), 0.2, (40, 7))
        readings = [
            criteria.decide(decided_reading("undecided", False, str(row)), logs[row], criteria.exceeds, 40)
            for row in range(40)
        ]
        wrong += wording.conclude(readings)[0] in ("depends", "holds")
    assert wrong <= 3
