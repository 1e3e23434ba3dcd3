"""The controls: what a good run finds of them, and what a bad one is told."""

import numpy as np
import pandas as pd
import pytest

from judge import model, verdicts
from judge.instrument import controls
from tests.judge.synthetic import SPAN, cells, growing, no_gaps, trial

CONTROLS = {
    "same_as_shared_memory": {"same_as": "shared_memory"},
    "five": {"slower_than": "four", "factor": 1.25},
    "eight": {"slower_than": "four", "factor": 2},
    "four": {},
    "root": {"exponent": 0.5},
    "liar": {"error": "wrong", "operation": "read_item"},
    "trace": {"trace_of": "write_item", "on": "read_item", "factor": 4},
}


def run(spread=0.01, blocks=7, noise=1.0, five=1.25, eight=2.0, exponent=0.5, liar="wrong", slow=(1, 3, 5)):
    """(cells, gaps) of a run with all controls."""
    rng = np.random.default_rng(0)
    truth = {("shared_memory", 65536): 1e-6, ("same_as_shared_memory", 65536): noise * 1e-6}
    truth |= {("trace", 4096): 1e-6}
    truth |= {("four", 65536): 4e-6, ("five", 65536): five * 4e-6, ("eight", 65536): eight * 4e-6}
    truth |= growing((SPAN[1] / SPAN[0]) ** exponent, "root")
    gaps = no_gaps()
    if liar:
        for block in range(blocks):
            gaps.loc[block] = ["k", "3.12", "liar", "items", 4096, 1, "none", "read_item", block, liar, "…", np.nan]
    else:
        truth |= {("liar", 4096): 1e-6}
    frame = cells(truth, rng, spread=spread, blocks=blocks)
    frame.loc[frame["backend"].isin(["four", "five", "eight"]), "operation"] = controls.SLOWED
    frame.loc[(frame["backend"] == "trace") & frame["block"].isin(slow), "seconds"] *= 10
    return frame, gaps


def judged(**options):
    return controls.Instrument(*run(**options), CONTROLS, SPAN)


def found(one):
    return {entry["name"]: entry["found"] for entry in one.findings}


def test_a_good_run_finds_all():
    one = judged()
    assert found(one) == {"eight": True, "five": True, "liar": True, "root": True, "trace": True}
    assert one.problems() == []


@pytest.mark.parametrize("slow", [(), range(7), (1,)])
def test_a_fixed_order_of_operations_throws_doubt_on_all(slow):
    one = judged(slow=slow)
    assert missed(one)["trace"] == f"slower in {len(slow) % 7} of 7 blocks"
    assert "the control trace was missed" in one.problems()[0] and "all readings" in one.problems()[0]


def missed(one):
    return {entry["name"]: entry["missed"] for entry in one.findings}


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"five": 1.0}, "five"),
        ({"eight": 0.9}, "eight"),
        ({"exponent": 0.0}, "root"),
        ({"liar": "timeout"}, "liar"),
        ({"liar": None}, "liar"),
    ],
)
def test_a_missed_control_is_a_problem_by_name(change, name):
    one = judged(**change)
    assert not found(one)[name]
    assert [name in problem for problem in one.problems()] == [True]


def test_a_known_growth_of_another_size_is_no_find():
    assert missed(judged(exponent=0.8))["root"] == "seen, but as 0.799 instead of 0.5"
    assert missed(judged(exponent=0.0))["root"] == "not seen"


def slowdown(logs, floor=1.05):
    """The finding of a factor of 2 with these log ratios, one a block, where identical things differ by `floor`."""
    truth = {("four", 65536): 1.0, ("eight", 65536): 1.0, ("shared_memory", 65536): 1.0}
    truth |= {("same_as_shared_memory", 65536): floor}
    frame = cells(truth, np.random.default_rng(0), spread=0, blocks=len(logs), operation=controls.SLOWED)
    frame.loc[frame["backend"] == "eight", "seconds"] = np.exp(logs)
    wanted = {"eight": CONTROLS["eight"], "same_as_shared_memory": {"same_as": "shared_memory"}}
    return controls.Instrument(frame, no_gaps(), wanted, SPAN).findings[0]


def around(estimate, low, high):
    """Log ratios of 7 blocks, with this median and an interval of about this width."""
    return np.log(np.array([low, low, (low + estimate) / 2, estimate, (estimate + high) / 2, high, high]))


@pytest.mark.parametrize(
    ("logs", "said"),
    [
        (around(2.05, 1.9, 2.2), None),
        (around(2.52, 2.4, 2.6), "seen, but as 2.52 instead of 2"),
        (around(1.6, 1.5, 1.7), "seen, but as 1.6 instead of 2"),
        (around(2.52, 1.8, 2.75), "seen, but as 2.52 instead of 2"),  # its interval is too wide to show accuracy
        (around(1.0, 0.9, 1.1), "not seen"),
        (around(2.0, 0.9, 4.0), "not seen"),
    ],
)
def test_a_slowdown_is_found_only_when_it_is_measured_accurately(logs, said):
    one = slowdown(logs)
    assert (one["found"], one["missed"]) == (said is None, said)
    assert (one["class"], one["family"], one["sizes"]) == ("access", "memory", [65536])


def test_a_wide_floor_forgives_what_it_hides():
    assert not slowdown(around(2.3, 2.25, 2.35), floor=1.05)["found"]
    assert slowdown(around(2.3, 2.25, 2.35), floor=1.2)["found"]


def test_a_problem_says_how_the_control_was_missed_and_what_it_touches():
    (problem,) = judged(five=1.0).problems()
    assert problem == (
        "the control five was missed (1.25 times as slow as four: not seen), which touches readings of class access in "
        "memory, at 64 KiB"
    )
    (problem,) = judged(liar=None).problems()
    words = "it fails on purpose, read_item: wrong, which was noticed in 0 of 7 cells"
    assert problem == f"the control liar was missed ({words}), which touches all readings"


def test_an_effect_inside_the_floor_is_no_find():
    assert not found(judged(noise=1.4))["five"]  # identical things differ by more than 1.25


def test_the_floor_is_how_far_identical_things_differ():
    assert judged(noise=1.3).floor("read_item", 1, 65536) == pytest.approx(1.3, abs=0.02)
    assert judged(noise=1 / 1.3).floor("write_item", 4, SPAN[1]) == pytest.approx(1.3, abs=0.02)
    assert judged().floor("copy_out", 1, 1024) == 1.0  # no pair of this class was measured


def test_few_blocks_are_one_problem_not_many():
    assert len(judged(blocks=2).problems()) == 1


def reading(verdict="holds", criterion="grows", estimate=1.2, margin=2):
    conditions = {"interpreter": "3.12", "operation": "read_item", "payload": "items", "processes": 1}
    return model.Reading(criterion, conditions, margin, "", verdict, estimate=estimate)


def test_no_ratio_inside_the_floor_is_called_a_difference():
    one = judged(noise=1.5)
    assert "noise floor" in one.reason_to_doubt(reading(estimate=1.4, margin=1.1))
    assert "noise floor" in one.reason_to_doubt(reading("fails", "flat", 0.7, 1.1))
    assert judged().reason_to_doubt(reading(estimate=1.4, margin=1.1)) is None


def test_a_missed_slowdown_throws_doubt_on_what_lies_as_close_to_its_margin():
    one = judged(five=1.0)
    assert "five was missed" in one.reason_to_doubt(reading(estimate=2.2))
    assert one.reason_to_doubt(reading(estimate=200)) is None


def test_a_missed_growth_throws_doubt_on_growth_only():
    one = judged(exponent=0.0)
    assert "root was missed" in one.reason_to_doubt(reading(estimate=200))
    assert one.reason_to_doubt(reading(criterion="at_least_ratio", estimate=200)) is None


def test_a_missed_lie_throws_doubt_on_everything_measured():
    assert "liar was missed" in judged(liar=None).reason_to_doubt(reading(estimate=200))
    assert judged(liar=None).reason_to_doubt(reading("undecided")) is None


CLAIM = {
    "id": "x",
    "quote": "…",
    "english": "…",
    "backend": "shared_memory",
    "tests": [{"criterion": "grows", "margin": 2, "why": "…"}],
    "readings": [{"payload": "items", "operations": ["read_item"]}],
}


def test_a_missed_control_reaches_the_claim():
    frame, gaps = run(exponent=0.0)
    frame = pd.concat([frame, cells(growing(100), np.random.default_rng(1), spread=0.01)], ignore_index=True)
    frame = frame[(frame["backend"] != "shared_memory") | (frame["size_bytes"] != 65536) | (frame["seconds"] > 2e-6)]
    one = trial(frame, gaps)
    one.instrument = controls.Instrument(frame, gaps, CONTROLS, SPAN)
    found = verdicts.judge_claim(CLAIM, one)
    assert found.verdict == "undecided"
    assert "root was missed" in found.readings[0].reason
