"""A claim's entry becomes the readings to be made, of what the sweep has."""

import numpy as np

from judge.readings import growths
from tests.judge.synthetic import cells, growing, trial
from tests.judge.test_verdicts import CLAIM


def test_no_cells_no_gaps_no_reading():
    measured = cells(growing(1), np.random.default_rng(0))
    assert list(growths(CLAIM, CLAIM["tests"][0], trial(measured)))
    assert not list(growths(CLAIM, CLAIM["tests"][0], trial(measured.iloc[:0])))
