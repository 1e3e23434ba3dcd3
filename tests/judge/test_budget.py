"""Who gets the blocks of a budget: those that are compared together, by widths, and first what was disturbed."""

import csv
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from judge import budget
from judge.model import Reading, Verdict

BLANK = {"quote": "", "english": "", "margins": [], "over": None, "verdict": None, "short": "", "statement": ""}
BLANK |= {"causes": [], "crossovers": [], "true_for": "", "less_loop": None}


def reading(spread, size, backends=("a", "b"), criterion="at_least_ratio", margin=1.5, **more):
    where = {"interpreter": "3.13", "operation": "read_item", "payload": "items", "backends": list(backends)}
    logs = list(np.random.default_rng(size).normal(1, spread, 6)) if spread else []
    return Reading(criterion, {**where, "size": size, "processes": 1}, margin, "times", logs=logs, **more)


def claim(*readings):
    return Verdict(id="it", readings=list(readings), **BLANK)


def places(*sizes):
    return {("3.13", name, "items", size, 1): f"3.13/items-{size}" for name in "ab" for size in sizes}


def sets(costs, disturbed=(), blocks=6):
    """The rows of the phase "set" of so many blocks; `costs`: set -> seconds."""
    rows = [
        {"set": f"{block}/3.13/{name}", "started_ns": 0, "ended_ns": seconds * 1e9, "cores": 2}
        | {"busy_other_seconds": 0.0, "steal_seconds": seconds if (block, name) in disturbed else 0.0}
        for block in range(blocks)
        for name, seconds in costs.items()
    ]
    return pd.DataFrame(rows)


def given(judged, rows, seconds, *sizes):
    found = budget.families([judged], places(*sizes), rows, seconds, 6, 30)
    return {" ".join(one.sets): one for one in found}


def test_the_widest_family_gets_what_is_left():
    judged = claim(reading(0.3, 8), reading(0.01, 16, criterion="grows", margin=100))
    found = given(judged, sets({"items-8": 2, "items-16": 2}), 6 * 4 + 8, 8, 16)
    assert found["3.13/items-8"].blocks == 10 and found["3.13/items-16"].blocks == 6
    one = found["3.13/items-8"]
    assert one.need_foretold < one.need_first and one.seconds_a_block == 2


def test_sets_that_a_reading_joins_are_measured_equally_often():
    judged = claim(reading(0.3, [8, 16], backends=("a",), criterion="grows", margin=2), reading(0.1, 16))
    found = given(judged, sets({"items-8": 2, "items-16": 2}), 6 * 4 + 8, 8, 16)
    assert [(name, one.blocks, one.readings) for name, one in found.items()] == [("3.13/items-16 3.13/items-8", 8, 2)]


def test_a_disturbed_block_is_measured_again_before_any_width_is_looked_at():
    judged = claim(reading(0.3, 8), reading(0.01, 16, criterion="grows", margin=100))
    rows = sets({"items-8": 2, "items-16": 2}, {(1, "items-16"), (4, "items-16")})
    found = given(judged, rows, 6 * 4 + 4, 8, 16)
    assert (found["3.13/items-16"].blocks, found["3.13/items-16"].repeated) == (8, 2)
    assert found["3.13/items-8"].blocks == 6


def test_what_decides_nothing_or_is_known_from_one_side_gets_nothing():
    readings = [
        reading(0.3, 8, decides=False),
        reading(0.3, 16, bound="at least"),
        reading(0.0, 32),
        replace(reading(0.3, 64), criterion="limit", margin=[1, 2]),
    ]
    assert given(claim(*readings), sets({"items-8": 2}), 1000, 8, 16, 32, 64) == {}


@pytest.mark.parametrize(
    ("criterion", "margin", "reach"),
    [("flat", 1.5, np.log(1.5)), ("about_ratio", [6.7, 15], np.log(15 / 6.7) / 2), ("regret", 1.5, np.log(1.5))],
)
def test_how_far_a_reading_has_to_see_is_a_matter_of_its_margin(criterion, margin, reach):
    assert budget.reach(reading(0.1, 8, criterion=criterion, margin=margin)) == pytest.approx(reach)


def test_where_an_effect_lies_changes_nothing():
    rows = sets({"items-8": 2, "items-16": 3})
    near = [reading(0.3, 8), reading(0.2, 16)]
    far = [replace(one, logs=[log + 5 for log in one.logs]) for one in near]
    assert given(claim(*near), rows, 60, 8, 16) == given(claim(*far), rows, 60, 8, 16)


def test_what_came_stands_beside_what_was_foretold():
    told = [{"sets": ["3.13/items-8"], "blocks": 9, "need_foretold": 0.7}, {"sets": ["3.8/items"], "blocks": 6}]
    table = budget.needs([claim(reading(0.3, 8))], places(8), told)
    assert table["need"].notna().tolist() == [True, False] and table["sets"].tolist() == ["3.13/items-8", "3.8/items"]


def test_the_places_are_the_plans(tmp_path):
    row = {"name": "0/3.13/items-8/a-8-1", "interpreter": "3.13", "backend": "a", "payload": "items", "size_bytes": 8}
    row |= {"processes": 1, "placement": "none", "reason": ""}
    with (tmp_path / "plan.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, row)
        writer.writeheader()
        writer.writerows([row, row | {"name": "1/3.13/items-8/a-8-1"}, row | {"backend": "b", "reason": "declined"}])
    assert budget.places_of(tmp_path / "plan.csv") == {("3.13", "a", "items", 8, 1): "3.13/items-8"}
