"""The judge as a whole: from tables to claims, their verdicts and their sentences."""

import itertools
import json
import random

import numpy as np
import pandas as pd
import pytest

from collect import integrity
from judge import claims, criteria, model, verdicts, wording
from judge.readings import growths
from tests.judge.synthetic import SIZES, SPAN, cells, growing, no_gaps, trial

CLAIM = {
    "id": "grows-somewhere",
    "quote": "…",
    "english": "it grows",
    "backend": "shared_memory",
    "tests": [{"criterion": "grows", "margin": 2, "why": "a test"}],
    "readings": [{"payload": "items", "operations": ["read_item", "copy_out"]}],
}


def world(factors, seed=0, spread=0.03, blocks=7):
    """Cells whose growth differs by (interpreter, operation)."""
    rng = np.random.default_rng(seed)
    frames = [
        cells(growing(factor), rng, spread=spread, blocks=blocks, interpreter=interpreter, operation=operation)
        for (interpreter, operation), factor in factors.items()
    ]
    return pd.concat(frames, ignore_index=True)


ALL = list(itertools.product(["3.8", "3.13"], ["read_item", "copy_out"]))


def test_all_readings_agree():
    found = verdicts.judge_claim(CLAIM, trial(world(dict.fromkeys(ALL, 100))))
    assert found["verdict"] == "holds"
    assert found["statement"] == "It holds in 4 of the 4 readings that are decided."
    found = verdicts.judge_claim(CLAIM, trial(world(dict.fromkeys(ALL, 1))))
    assert found["verdict"] == "fails"


def test_depends_on_the_operation_and_on_nothing_else():
    factors = {key: 100 if key[1] == "copy_out" else 1 for key in ALL}
    found = verdicts.judge_claim(CLAIM, trial(world(factors)))
    assert found["verdict"] == "depends"
    assert found["statement"] == "It holds for copy_out; it fails for read_item."


def test_depends_on_the_interpreter():
    factors = {key: 100 if key[0] == "3.8" else 1 for key in ALL}
    found = verdicts.judge_claim(CLAIM, trial(world(factors)))
    assert found["statement"] == "It holds for Python 3.8; it fails for Python 3.13."


def test_depends_on_two_factors():
    factors = {key: 100 if key != ("3.13", "read_item") else 1 for key in ALL}
    found = verdicts.judge_claim(CLAIM, trial(world(factors)))
    assert found["verdict"] == "depends"
    assert found["statement"] == (
        "It holds for read_item, copy_out (Python 3.8); copy_out (Python 3.13); it fails for read_item (Python 3.13)."
    )


def test_undecided_readings_are_counted():
    factors = {key: 2 if key == ("3.8", "read_item") else 100 for key in ALL}
    found = verdicts.judge_claim(CLAIM, trial(world(factors)))
    assert found["verdict"] == "holds"
    assert found["statement"].endswith("Of 4 readings, 1 undecided.")


def test_nothing_decided():
    found = verdicts.judge_claim(CLAIM, trial(world(dict.fromkeys(ALL, 100), blocks=3)))
    assert found["verdict"] == "undecided"
    assert "6 are the fewest" in found["statement"]


def test_nothing_measured():
    empty = world(dict.fromkeys(ALL, 1)).iloc[:0]
    assert verdicts.judge_claim(CLAIM, trial(empty))["verdict"] == "not measured"


def made(verdict, firm, operation):
    conditions = {"interpreter": "3.8", "operation": operation, "payload": "items"}
    return model.Reading("grows", conditions, 2, "times", verdict, firm=firm)


def test_one_reading_that_chance_may_explain_makes_no_depends():
    readings = [made("holds", True, f"operation {number}") for number in range(20)]
    readings.append(made("fails", False, "read_item"))
    verdict, sentence = wording.conclude(readings)
    assert verdict == "holds"
    assert "read_item" in sentence and "chance may explain" in sentence
    readings[-1].firm = True
    assert wording.conclude(readings)[0] == "depends"


def test_several_readings_that_are_not_firm_can_be_more_than_chance():
    readings = [made("holds", True, f"operation {number}") for number in range(30)]
    few = [made("fails", False, f"other {number}") for number in range(2)]
    many = [made("fails", False, f"other {number}") for number in range(5)]
    assert wording.conclude(readings + few)[0] == "holds"
    assert wording.conclude(readings + many)[0] == "depends"


def test_the_firm_side_wins_over_the_larger():
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
    for reading, criterion in zip(readings, ["about_ratio", "about_ratio", "at_least_ratio", "at_least_ratio"]):
        reading.criterion = criterion
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
        readings = [criteria.decide(made("", False, str(row)), logs[row], criteria.exceeds, 40) for row in range(40)]
        wrong += wording.conclude(readings)[0] in ("depends", "holds")
    assert wrong <= 3


def test_ratio_and_advice_readings_carry_their_place():
    truth = {("manager_list", 1024): 3e-5, ("shareable_list", 1024): 1e-6, ("shared_memory", 1024): 1e-7}
    frame = cells(truth, np.random.default_rng(0), spread=0.02)
    tenfold = {
        "id": "tenfold",
        "quote": "…",
        "english": "…",
        "backends": ["manager_list", "shareable_list"],
        "largest": 10_000_000,
        "tests": [{"criterion": "about_ratio", "margin": [6.7, 15], "why": "…"}],
        "readings": [{"payload": "items", "operations": ["read_item"]}],
    }
    found = verdicts.judge_claim(tenfold, trial(frame))["readings"][0]
    assert (found["verdict"], found["conditions"]["size"], found["conditions"]["processes"]) == ("fails", 1024, 1)
    assert found["estimate"] == pytest.approx(30, rel=0.1)
    assert found["cells"] == ["*/3.12/manager_list/items-1024-1", "*/3.12/shareable_list/items-1024-1"]
    assert verdicts.judge_claim(dict(tenfold, largest=512), trial(frame))["verdict"] == "not measured"


def advice(among):
    return {
        "id": "advice",
        "quote": "…",
        "english": "…",
        "advice": {"small": "shareable_list", "large": "manager_list", "border": 65536},
        "tests": [{"criterion": "regret", "among": among, "margin": 1.5, "why": "…"}],
        "readings": [{"payload": "items", "operations": ["read_item"]}],
    }


def test_advice_changes_at_its_border_and_the_floor_is_no_choice():
    truth = {}
    for size in SIZES:
        truth |= {("manager_list", size): 1e-6 if size > 65536 else 1e-4, ("shareable_list", size): 1e-6}
        truth |= {("local_list", size): 1e-9}
    frame = cells(truth, np.random.default_rng(0), spread=0.02)
    found = verdicts.judge_claim(advice("all"), trial(frame))
    assert found["verdict"] == "holds"
    assert [reading["conditions"]["backends"][0] for reading in found["readings"]] == [
        "shareable_list",
        "shareable_list",
        "manager_list",
        "manager_list",
    ]


def test_bad_advice_fails():
    truth = {("manager_list", 1024): 1e-6, ("shareable_list", 1024): 1e-5, ("shared_memory", 1024): 1e-5}
    frame = cells(truth, np.random.default_rng(0), spread=0.02)
    found = verdicts.judge_claim(advice(["manager_list", "shareable_list", "shared_memory"]), trial(frame))
    assert found["verdict"] == "fails"
    assert found["readings"][0]["estimate"] == pytest.approx(10, rel=0.1)


def test_the_order_of_rows_changes_no_byte():
    frame = world(dict.fromkeys(ALL, 3), spread=0.2)
    shuffled = frame.sample(frac=1, random_state=random.Random(1).randrange(1000))
    texts = {json.dumps(verdicts.rounded(verdicts.judge_claim(CLAIM, trial(one)))) for one in (frame, shuffled, frame)}
    assert len(texts) == 1


def test_rounding_is_to_four_digits_and_leaves_no_infinity():
    assert verdicts.rounded({"a": [1.23456, float("inf"), float("nan"), 7, 12345.6]}) == {
        "a": [1.235, None, None, 7, 12350.0]
    }


def test_a_ratio_across_nodes_is_refused():
    """Two cells of one block, which every ratio and slope is formed within."""
    ends = {"node": ["one", "two"], "cell": ["0/a", "0/b"], "block": 0, "interpreter": "3.12", "phase": "cell"}
    samples = pd.DataFrame(ends).assign(wall_started=[1.0, 9.0], wall_ended=[2.0, 10.0])
    with pytest.raises(claims.BadClaims, match="^0/a ran on one, 0/b on two: a ratio across nodes is no measurement$"):
        verdicts.verdicts(samples, pd.DataFrame(), pd.DataFrame(), {}, {})
    assert integrity.split_across_nodes(samples.assign(interpreter=["3.8", "3.12"])) is None
    assert integrity.split_across_nodes(samples.assign(block=[0, 1])) is None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"colour": 1}, "'colour' is not known; allowed: advice, "),
        ({"tests": [{"criterion": "shrinks", "margin": 1, "why": ""}]}, "'shrinks' is not known; allowed: about_ratio"),
        ({"readings": [{"payload": "items", "operations": ["red"]}]}, "'red' is not known; allowed: append, attach"),
        ({"readings": [{"payload": "atoms", "operations": []}]}, "'atoms' is not known; allowed: blob, items"),
        ({"tests": [{"criterion": "limit", "margin": 1, "why": ""}]}, "limit needs the key limit_of"),
    ],
)
def test_bad_claims_are_one_line(tmp_path, change, words):
    path = tmp_path / "claims.yaml"
    path.write_text(json.dumps({"span": SPAN, "claims": [dict(CLAIM, **change)]}))
    with pytest.raises(claims.BadClaims) as caught:
        claims.load(path)
    assert words in str(caught.value) and str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_claims_of_the_repository_are_sound():
    found = claims.load("config/claims.yaml")
    names = [claim["id"] for claim in found["claims"]]
    assert len(set(names)) == len(names)
    assert all(test["why"] for claim in found["claims"] for test in claim["tests"])


def test_no_cells_no_gaps_no_reading():
    assert list(growths(CLAIM, CLAIM["tests"][0], trial(cells(growing(1), np.random.default_rng(0)), no_gaps())))
