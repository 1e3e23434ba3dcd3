"""What separates the readings that hold from those that fail, in words; a long list is counted."""

import random

from judge.words import wording
from tests.judge.synthetic import decided_reading


def test_a_long_list_is_counted_by_the_factor_that_tells_most():
    rng = random.Random(0)
    readings = []
    for operation, share in (("attach", 0.9), ("create", 0.1)):
        for size in range(1024, 1044):
            reading = decided_reading("holds" if rng.random() < share else "fails", operation)
            reading.conditions["size"] = size
            readings.append(reading)
    held = sum(reading.verdict == "holds" for reading in readings)
    told = wording.explain_split(readings)
    assert told.startswith(f"holds in {held} of the 40 readings that are decided: partly for attach ")


def test_always_and_never_are_told_before_partly():
    readings = [decided_reading("holds", "attach"), decided_reading("fails", "create")] * 2
    readings += [decided_reading("holds", "length"), decided_reading("fails", "length")]
    told = (
        "holds in 3 of the 6 readings that are decided: always for attach; never for create; partly for length 1 of 2"
    )
    assert wording.explain_by_counts(wording.split(readings)) == told
