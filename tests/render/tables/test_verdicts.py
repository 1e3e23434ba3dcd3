"""What is contested comes first, and what merely works shares a row."""

import pytest

from render.tables import verdicts


def claim(name, verdict, *criteria):
    return {"id": name, "verdict": verdict, "margins": [{"criterion": one} for one in criteria]}


CLAIMS = [
    claim("there", "holds", "works"),
    claim("missing", "fails", "works"),
    claim("same", "holds", "works", "alike"),
    claim("asked", None),
    claim("open", "undecided", "grows"),
    claim("faster", "depends", "at_least_ratio"),
    claim("also there", "holds", "works"),
]


def test_contested_claims_come_first_and_a_question_last():
    found = verdicts.to_context(CLAIMS)
    assert [one["id"] for one in found["rows"]] == ["missing", "faster", "open", "same", "asked"]
    assert [one["id"] for one in found["settled"]] == ["there", "also there"] and found["count"] == "two"


def test_every_claim_stands_in_the_table_once():
    found = verdicts.to_context(CLAIMS)
    assert sorted(one["id"] for one in found["rows"] + found["settled"]) == sorted(one["id"] for one in CLAIMS)


def test_more_than_twelve_are_counted_in_digits():
    assert verdicts.to_context([CLAIMS[0]] * 13)["count"] == "13"


@pytest.mark.parametrize("verdict", ["holds", "fails", "not measured here", None])
def test_readings_are_not_counted_where_the_verdict_says_it_all(verdict):
    assert verdicts.format_count({"verdict": verdict, "count": None}) == ""


@pytest.mark.parametrize(("declared", "told"), [(7, "2 of 7 hold, 3 fail, 2 open"), (5, "2 of 5 hold, 3 fail")])
def test_readings_are_counted(declared, told):
    count = {"true": 2, "false": 3, "declared": declared}
    assert verdicts.format_count({"verdict": "depends", "count": count}) == told


@pytest.mark.parametrize(
    ("true", "false", "told"),
    [
        (0, 24, "0 of 46 hold, 24 fail, 22 open (can't hold)"),
        (24, 0, "24 of 46 hold, 0 fail, 22 open (can't fail)"),
        (0, 0, "0 of 46 hold, 0 fail, 46 open"),
    ],
)
def test_an_undecided_claim_says_what_is_left(true, false, told):
    count = {"true": true, "false": false, "declared": 46}
    assert verdicts.format_count({"verdict": "undecided", "count": count}) == told
