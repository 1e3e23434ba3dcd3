import numpy as np
import pytest

from judge import closed_test, model
from judge.model import Count


def reading(logs, criterion="at_least_ratio", margin=2, verdict="undecided", **more):
    return model.Reading(criterion, {}, margin, "times", verdict, logs=list(logs), **more)


def around(factor, spread=0.05, blocks=7):
    return np.log(factor) + spread * np.linspace(-1, 1, blocks)


@pytest.mark.parametrize(
    ("a", "b", "m", "word"),
    [
        (5, 0, 5, "holds"),
        (4, 1, 5, "mostly holds"),
        (0, 5, 5, "fails"),
        (1, 4, 5, "mostly fails"),
        (4, 208, 212, "mostly fails"),
        (3, 1, 5, "depends"),
        (3, 0, 5, "undecided"),
        (0, 0, 0, "not measured here"),
    ],
)
def test_the_first_that_applies(a, b, m, word):
    assert closed_test.verdict(Count(a, b, m)) == word


def test_each_criterion_has_its_sides():
    far, near = around(4), around(1)
    assert closed_test.of_effects("grows", far, 2, 0)[0] < 0.001 < closed_test.of_effects("grows", far, 2, 0)[1]
    assert closed_test.of_effects("regret", far, 2, 0)[1] < 0.001 < closed_test.of_effects("regret", far, 2, 0)[0]
    assert closed_test.of_effects("flat", near, 1.5, 0)[0] < 0.001
    assert closed_test.of_effects("flat", far, 1.5, 0)[1] < 0.001
    assert closed_test.of_effects("about_ratio", around(10), [6.7, 15], 0)[0] < 0.01


def test_what_was_seen_has_no_chance_in_it():
    assert closed_test.p_values(reading([], "works", None, "holds"), 0) == (0, 1)
    assert closed_test.p_values(reading([], "limit", [1, 2], "fails"), 0) == (1, 0)
    assert closed_test.p_values(reading([], "limit", [1, 2], "undecided"), 0) == (1, 1)


def test_a_doubt_takes_both_sides():
    assert closed_test.p_values(reading(around(9), doubted=True), 0) == (1, 1)


def test_a_bound_proves_one_side_only():
    assert closed_test.p_values(reading(around(9), bound="at least"), 0)[0] < 0.001
    assert closed_test.p_values(reading(around(9), bound="at most"), 0) == (1, 1)
    assert closed_test.p_values(reading(around(0.1), bound="at least"), 0) == (1, 1)
    assert closed_test.p_values(reading(around(0.1), bound="at most"), 0)[1] < 0.001
    assert closed_test.p_values(reading(around(9), "flat", bound="at least"), 0)[1] < 0.001
    assert closed_test.p_values(reading(around(1), "flat", bound="at least"), 0)[0] == 1
    assert closed_test.p_values(reading(around(9), "regret", bound="at least"), 0)[1] < 0.001
    assert closed_test.p_values(reading(around(0.1), "regret", bound="at least"), 0) == (1, 1)


def test_one_size_suffices_and_all_must_fail():
    logs = [list(around(1)), list(around(9))]
    p, q = closed_test.p_values(reading(logs[1], "somewhere_ratio", alternatives=logs), 0)
    assert p < 0.001 and q > 0.9
    p, q = closed_test.p_values(reading(logs[0], "somewhere_ratio", alternatives=[logs[0]] * 2), 0)
    assert q < 0.001


def test_the_usual_spread_moderates_a_lucky_reading():
    lucky = reading(around(2.1, 0.0001), verdict="holds")
    wide = [reading(around(1, 0.5)) for _ in range(3)]
    alone = closed_test.with_p_values([lucky])[0]
    among = closed_test.with_p_values([lucky, *wide])[0]
    assert alone.significant_corrected and not among.significant_corrected
    assert among.p_holds > 0.05 > alone.p_holds


def test_certain_readings_that_are_quiet_do_not_hide_the_noise_of_the_others():
    lucky = reading(around(2.4, 0.001), verdict="holds")
    contested = [reading(around(2, 0.3)) for _ in range(3)]
    certain = [reading(around(20, 0.001)) for _ in range(40)]
    spread = closed_test.usual_spread([lucky, *contested])
    assert closed_test.usual_spread([lucky, *contested, *certain]) == pytest.approx(spread)
    assert closed_test.usual_spread(certain) == pytest.approx(np.std(certain[0].logs, ddof=1))
    assert closed_test.usual_spread([]) == 0
