"""Which readings a verdict is made of."""

from dataclasses import replace

from judge import aggregation
from tests.judge.synthetic import decided_reading


def test_what_is_told_beside_and_what_does_not_apply_is_no_part_of_the_family():
    one = decided_reading("holds", "attach")
    others = [replace(one, decides=False), replace(one, verdict="does not apply")]
    assert aggregation.family([one, *others]) == [one]
    open_ones = [replace(one, verdict="undecided"), replace(one, verdict="not measured")]
    assert aggregation.family(open_ones) == open_ones
