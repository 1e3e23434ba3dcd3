from pathlib import Path

import pytest

from maintain import error_tables

DATA = Path("docs/data")
CLAIMS = """criterion,world,dependence,truth,m,blocks,wrong,undecided
above,gaussian,independent,half true,9,7,0.010,1.000
above,flipping,shared yardstick,all but one true,9,7,0.030,0.000
above,gaussian,independent,all true by 1.5,9,7,0.000,0.250
"within, at its upper end",gaussian,independent,half true,9,7,0.020,1.000
"within, at its lower end",gaussian,independent,all true by 1.5,9,7,0.000,0.500
"""


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "claims.csv"
    path.write_text(CLAIMS, encoding="utf-8")
    return path


def test_the_worst_row_and_the_power(table):
    above, within = error_tables.wrong_claims(table).splitlines()[2:]
    assert above == "| above | 7 | 3.0% | flipping, shared yardstick, all but one true, m = 9 | 2.0% | 25% of 9 |"
    assert within.startswith("| within | 7 | 2.0% | gaussian, independent, half true, m = 9 |") and "50% of 9" in within


def test_how_many_wrong_verdicts_are_expected(table, tmp_path):
    rules = tmp_path / "claims.yaml"
    tests = ["works", "flat", "grows", "limit"]
    rules.write_text("claims:\n" + "".join(f"- {{tests: [{{criterion: {one}}}]}}\n" for one in tests), encoding="utf-8")
    words = error_tables.expected(table, rules)
    assert words.startswith("2 of 4 claims rest on times. The promise allows 0.10 wrong verdicts")
    assert "0.06 would be expected (3.0% each)" in words and "0.04" in words


def test_the_disturbed_world_is_told_apart_from_the_flipping_one():
    words = error_tables.undecided_by_world(DATA / "verdicts.csv")
    assert words.index("`flipping`") < words.index("`disturbed`")


@pytest.mark.parametrize(
    ("make", "file"),
    [
        (error_tables.wrong_claims, "claims.csv"),
        (error_tables.dependent_blocks, "dependence.csv"),
        (error_tables.power_by_blocks, "power.csv"),
        (error_tables.power_by_class, "class_power.csv"),
        (error_tables.power_by_claim, "claim_power.csv"),
    ],
    ids=lambda one: getattr(one, "__name__", one),
)
def test_each_published_table_is_a_table_whose_rows_are_as_long_as_its_head(make, file):
    lines = make(DATA / file).splitlines()
    assert len(lines) > 3 and len({line.count("|") for line in lines}) == 1
    assert "nan" not in "".join(lines)
