"""Readings to a verdict and its sentence: chance makes no `depends`, and a long list is counted."""

import random
from dataclasses import replace

import numpy as np

from judge import criteria, model, wording


def made(verdict, significant, operation):
    conditions = {"interpreter": "3.8", "operation": operation, "payload": "items"}
    return model.Reading("grows", conditions, 2, "times", verdict, significant_corrected=significant)


def test_one_reading_that_chance_may_explain_makes_no_depends():
    readings = [made("holds", True, f"operation {number}") for number in range(20)]
    readings.append(made("fails", False, "read_item"))
    verdict, sentence = wording.conclude(readings)
    assert verdict == "holds"
    assert "read_item" in sentence and "chance may explain" in sentence
    readings[-1] = replace(readings[-1], significant_corrected=True)
    assert wording.conclude(readings)[0] == "depends"


def test_several_readings_that_need_no_correction_can_be_more_than_chance():
    readings = [made("holds", True, f"operation {number}") for number in range(30)]
    few = [made("fails", False, f"other {number}") for number in range(2)]
    many = [made("fails", False, f"other {number}") for number in range(5)]
    assert wording.conclude(readings + few)[0] == "holds"
    assert wording.conclude(readings + many)[0] == "depends"


def test_the_corrected_side_wins_over_the_larger():
    readings = [made("holds", False, "a"), made("fails", True, "b")]
    readings += [made("undecided", False, f"other {number}") for number in range(100)]
    assert wording.conclude(readings)[0] == "fails"


def test_a_long_list_is_counted_by_the_factor_that_tells_most():
    rng = random.Random(0)
    readings = []
    for operation, share in (("attach", 0.9), ("create", 0.1)):
        for size in range(1024, 1044):
            reading = made("holds" if rng.random() < share else "fails", True, operation)
            reading.conditions["size"] = size
            readings.append(reading)
    verdict, sentence = wording.conclude(readings)
    held = sum(reading.verdict == "holds" for reading in readings)
    assert verdict == "depends"
    assert sentence.startswith(f"It holds in {held} of the 40 readings that are decided: partly for attach ")


def test_always_and_never_are_told_before_partly():
    readings = [made("holds", True, "attach"), made("fails", True, "create")] * 2
    readings += [made("holds", True, "length"), made("fails", True, "length")]
    sides = {name: [one for one in readings if one.verdict == name] for name in ("holds", "fails")}
    told = (
        "holds in 3 of the 6 readings that are decided: always for attach; never for create; partly for length 1 of 2"
    )
    assert wording.explain_by_counts(sides) == told


def test_each_test_of_a_claim_is_told_apart():
    readings = [made("holds", True, "a"), made("holds", True, "b"), made("fails", True, "a"), made("fails", True, "b")]
    criteria_of = ["about_ratio", "about_ratio", "at_least_ratio", "at_least_ratio"]
    readings = [replace(one, criterion=criterion) for one, criterion in zip(readings, criteria_of, strict=True)]
    assert wording.conclude(readings)[1] == (
        "Read as about ten times it holds in all 2 readings that are decided. "
        "Read as at least ten times it fails in all 2 readings that are decided."
    )


def test_family_of_true_readings_is_seldom_called_depends():
    """Forty readings that all truly fail, noise of 20%: a `depends` would be wrong, and stays below 5%."""
    wrong = 0
    for seed in range(60):
        rng = np.random.default_rng(seed)
        logs = rng.normal(np.log(1.7), 0.2, (40, 7))
        readings = [
            criteria.decide(made("undecided", False, str(row)), logs[row], criteria.exceeds, 40) for row in range(40)
        ]
        wrong += wording.conclude(readings)[0] in ("depends", "holds")
    assert wrong <= 3
