import itertools

import numpy as np
import pytest
from numpy.random import default_rng

from stats import closed_testing


def simes_rejects(p, level):
    ranked = sorted(p)
    return any(value <= (place + 1) * level / len(ranked) for place, value in enumerate(ranked))


def by_all_subsets(p, level):
    """The largest set of hypotheses that Simes' test doesn't reject: closed testing as it is defined."""
    for size in range(len(p), 0, -1):
        if any(not simes_rejects(some, level) for some in itertools.combinations(p, size)):
            return size
    return 0


@pytest.mark.parametrize("seed", range(30))
def test_the_shortcut_is_what_all_subsets_say(seed):
    rng = default_rng(seed)
    p = rng.random(7) ** rng.integers(1, 6)
    assert closed_testing.not_rejected(p, 0.1) == by_all_subsets(p, 0.1)


def test_many_runs_at_once():
    p = default_rng(1).random((5, 4, 6)) ** 3
    one_by_one = [[closed_testing.at_least_false(p[a, b]) for b in range(4)] for a in range(5)]
    assert (closed_testing.at_least_false(p) == np.array(one_by_one)).all()


def test_certain_ones_are_counted_and_nothing_is_known_of_the_rest():
    assert closed_testing.at_least_false([0.0, 0.0, 1.0, 1.0]) == 2
    assert closed_testing.at_least_false([0.0] * 5) == 5
    assert closed_testing.at_least_false([1.0]) == 0


def test_a_level_that_all_share():
    found = closed_testing.surely_false([0.001, 0.02, 0.9, 0.8])
    assert list(found) == [True, False, False, False]
