"""Readings to a verdict and its sentence: chance makes no `depends`, and a long list is counted."""

import random
from dataclasses import replace

from judge import wording
from tests.judge.synthetic import decided_reading


def test_one_reading_that_chance_may_explain_makes_no_depends():
    readings = [decided_reading("holds", True, f"operation {number}") for number in range(20)]
    readings.append(decided_reading("fails", False, "read_item"))
    verdict, sentence = wording.conclude(readings)
    assert verdict == "holds"
    assert "read_item" in sentence and "chance may explain" in sentence
    readings[-1] = replace(readings[-1], significant_corrected=True)
    assert wording.conclude(readings)[0] == "depends"


def test_the_corrected_side_wins_over_the_larger():
    readings = [decided_reading("holds", False, "a"), decided_reading("fails", True, "b")]
    readings += [decided_reading("undecided", False, f"other {number}") for number in range(100)]
    assert wording.conclude(readings)[0] == "fails"


def test_a_long_list_is_counted_by_the_factor_that_tells_most():
    rng = random.Random(0)
    readings = []
    for operation, share in (("attach", 0.9), ("create", 0.1)):
        for size in range(1024, 1044):
            reading = decided_reading("holds" if rng.random() < share else "fails", True, operation)
            reading.conditions["size"] = size
            readings.append(reading)
    verdict, sentence = wording.conclude(readings)
    held = sum(reading.verdict == "holds" for reading in readings)
    assert verdict == "depends"
    assert sentence.startswith(f"It holds in {held} of the 40 readings that are decided: partly for attach ")


def test_always_and_never_are_told_before_partly():
    readings = [decided_reading("holds", True, "attach"), decided_reading("fails", True, "create")] * 2
    readings += [decided_reading("holds", True, "length"), decided_reading("fails", True, "length")]
    sides = {name: [one for one in readings if one.verdict == name] for name in ("holds", "fails")}
    told = (
        "holds in 3 of the 6 readings that are decided: always for attach; never for create; partly for length 1 of 2"
    )
    assert wording.explain_by_counts(sides) == told


def test_each_test_of_a_claim_is_told_apart():
    readings = [
        decided_reading("holds", True, "a"),
        decided_reading("holds", True, "b"),
        decided_reading("fails", True, "a"),
        decided_reading("fails", True, "b"),
    ]
    criteria_of = ["about_ratio", "about_ratio", "at_least_ratio", "at_least_ratio"]
    readings = [replace(one, criterion=criterion) for one, criterion in zip(readings, criteria_of, strict=True)]
    assert wording.conclude(readings)[1] == (
        "Read as about ten times it holds in all 2 readings that are decided. "
        "Read as at least ten times it fails in all 2 readings that are decided."
    )
