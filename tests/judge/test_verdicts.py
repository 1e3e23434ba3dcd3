"""The judge as a whole: from tables to claims, their verdicts and their sentences."""

import fnmatch
import itertools
import json
import random
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml

from collect import integrity
from judge import serialise, verdicts
from judge.model import Count, Reading
from sweep import plan
from tests.judge.synthetic import SIZES, SPAN, cells, growing, trial
from tests.sweep.default import CHOSEN

CLAIM = {
    "id": "grows-somewhere",
    "quote": "…",
    "english": "it grows",
    "backend": "shared_memory",
    "tests": [{"criterion": "grows", "margin": 2, "why": "a test"}],
    "readings": [{"payload": "items", "operations": ["read_item", "copy_out"]}],
}

TENFOLD = {
    "id": "tenfold",
    "quote": "…",
    "english": "…",
    "backends": ["manager_list", "shareable_list"],
    "largest": 10_000_000,
    "tests": [{"criterion": "about_ratio", "margin": [6.7, 15], "why": "…"}],
    "readings": [{"payload": "items", "operations": ["read_item"]}],
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
    assert found.verdict == "holds"
    assert found.statement == "It holds in all 4 readings."
    found = verdicts.judge_claim(CLAIM, trial(world(dict.fromkeys(ALL, 1))))
    assert found.verdict == "fails"


def test_depends_on_the_operation_and_on_nothing_else():
    factors = {key: 100 if key[1] == "copy_out" else 1 for key in ALL}
    found = verdicts.judge_claim(CLAIM, trial(world(factors)))
    assert found.verdict == "depends"
    assert found.statement == (
        "Taken together, 2 of 4 readings hold for certain and 2 fail. "
        "By themselves, it holds for copy_out; it fails for read_item."
    )


def test_depends_on_the_interpreter():
    factors = {key: 100 if key[0] == "3.8" else 1 for key in ALL}
    found = verdicts.judge_claim(CLAIM, trial(world(factors)))
    assert found.statement.endswith("By themselves, it holds for Python 3.8; it fails for Python 3.13.")


def test_depends_on_two_factors():
    factors = {key: 100 if key != ("3.13", "read_item") else 1 for key in ALL}
    found = verdicts.judge_claim(CLAIM, trial(world(factors)))
    assert found.verdict == "depends"
    assert found.statement.endswith(
        "it holds for read_item, copy_out (Python 3.8); copy_out (Python 3.13); it fails for read_item (Python 3.13)."
    )


def test_an_undecided_reading_leaves_the_claim_open():
    factors = {key: 2 if key == ("3.8", "read_item") else 100 for key in ALL}
    found = verdicts.judge_claim(CLAIM, trial(world(factors)))
    assert (found.verdict, found.count) == ("undecided", Count(3, 0, 4))
    assert found.statement.startswith("Taken together, 3 of 4 readings hold for certain and none fail")


def test_nothing_decided():
    found = verdicts.judge_claim(CLAIM, trial(world(dict.fromkeys(ALL, 100), blocks=3)))
    assert found.verdict == "undecided"
    assert "6 are the fewest" in found.statement


def test_nothing_measured():
    empty = world(dict.fromkeys(ALL, 1)).iloc[:0]
    assert verdicts.judge_claim(CLAIM, trial(empty)).verdict == "not measured here"


def test_ratio_and_advice_readings_carry_their_place():
    truth = {("manager_list", 1024): 3e-5, ("shareable_list", 1024): 1e-6, ("shared_memory", 1024): 1e-7}
    frame = cells(truth, np.random.default_rng(0), spread=0.02)
    found = verdicts.judge_claim(TENFOLD, trial(frame)).readings[0]
    assert (found.verdict, found.conditions["size"], found.conditions["processes"]) == ("fails", 1024, 1)
    assert found.estimate == pytest.approx(30, rel=0.1)
    assert found.cells == ["*/3.12/items*/manager_list-1024-1", "*/3.12/items*/shareable_list-1024-1"]
    assert verdicts.judge_claim(dict(TENFOLD, largest=512), trial(frame)).verdict == "not measured here"


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
    assert found.verdict == "holds"
    assert [reading.conditions["backends"][0] for reading in found.readings] == [
        "shareable_list",
        "shareable_list",
        "manager_list",
        "manager_list",
    ]


def test_bad_advice_fails():
    truth = {("manager_list", 1024): 1e-6, ("shareable_list", 1024): 1e-5, ("shared_memory", 1024): 1e-5}
    frame = cells(truth, np.random.default_rng(0), spread=0.02)
    found = verdicts.judge_claim(advice(["manager_list", "shareable_list", "shared_memory"]), trial(frame))
    assert found.verdict == "fails"
    assert found.readings[0].estimate == pytest.approx(10, rel=0.1)


def test_the_order_of_rows_changes_no_byte():
    frame = world(dict.fromkeys(ALL, 3), spread=0.2)
    shuffled = frame.sample(frac=1, random_state=random.Random(1).randrange(1000))
    texts = {
        json.dumps(serialise.rounded(asdict(verdicts.judge_claim(CLAIM, trial(one)))))
        for one in (frame, shuffled, frame)
    }
    assert len(texts) == 1


def test_a_ratio_across_nodes_is_refused():
    """Two cells of one block, which every ratio and slope is formed within."""
    ends = {
        "node": ["one", "two"],
        "boot_id": "",
        "cell": ["0/a", "0/b"],
        "block": 0,
        "interpreter": "3.12",
        "phase": "cell",
    }
    samples = pd.DataFrame(ends).assign(wall_started=[1.0, 9.0], wall_ended=[2.0, 10.0], set="")
    samples = samples.assign(visit=np.nan, started_ns=np.nan, ended_ns=np.nan)
    with pytest.raises(integrity.BadRun, match="^0/a ran on one, 0/b on two: a ratio across nodes is no measurement$"):
        verdicts.check_integrity(samples, integrity.turns_taken(samples))
    assert integrity.split_across_nodes(samples.assign(interpreter=["3.8", "3.12"])) is None
    assert integrity.split_across_nodes(samples.assign(block=[0, 1])) is None


def test_a_verdict_that_reverses_without_the_disturbed_blocks_is_undecided():
    """Time grows in eighteen of 24 blocks, and all of these were disturbed."""
    single = CLAIM | {"readings": [{"payload": "items", "operations": ["read_item"]}]}
    frame = cells(growing(1.0), np.random.default_rng(0), spread=0.01, blocks=24)
    hit = frame["block"] < 18
    frame.loc[hit & (frame["size_bytes"] == SPAN[1]), "seconds"] *= 1000
    assert verdicts.judge_claim(single, trial(frame)).verdict == "holds"
    found = verdicts.judge_claim(single, trial(frame, disturbed=frame[hit]))
    assert found.verdict == "undecided"
    assert found.readings[0].disturbed_blocks == 18
    assert "reverses without the disturbed blocks" in found.readings[0].reason


def test_a_reading_rests_on_the_worst_of_its_conditions_and_keeps_its_verdict():
    frame = world(dict.fromkeys(ALL, 100)).assign(steadiness="at rest")
    slow = (frame["operation"] == "copy_out") & (frame["size_bytes"] == SIZES[-1])
    found = verdicts.judge_claim(CLAIM, trial(frame.assign(steadiness=frame["steadiness"].where(~slow, "drifting"))))
    words = {reading.conditions["operation"]: reading.steadiness for reading in found.readings}
    assert words == {"read_item": "at rest", "copy_out": "drifting"}
    assert found.verdict == "holds" and all(reading.verdict == "holds" for reading in found.readings)


def test_a_reading_that_was_not_measured_rests_on_nothing():
    truth = {("manager_list", 1024): 3e-5, ("shareable_list", 1024): 1e-6}
    frame = cells(truth, np.random.default_rng(0), spread=0.02).assign(steadiness="drifting")
    lacking = frame["backend"] == "manager_list"
    gaps = frame[lacking].assign(error="timeout", reason="late", predicted_seconds=np.nan)
    found = verdicts.judge_claim(TENFOLD, trial(frame[~lacking], gaps)).readings[0]
    assert (found.verdict, found.steadiness) == ("undecided", "")
    assert verdicts.judge_claim(TENFOLD, trial(frame)).readings[0].steadiness == "drifting"


def test_the_cells_of_a_reading_are_found_by_their_patterns():
    """Of the default plan: those of its payload, backend, size and number of processes, in each block and set."""
    config = yaml.safe_load(Path("config/config.yaml").read_text(encoding="utf-8"))
    names = [row["name"] for row in plan.cells(config, CHOSEN)]
    for payload, size in (("items", 1024), ("blob", 1024), ("small_items", 65536)):
        where = {
            "interpreter": "3.13",
            "backends": ["manager_list", "shareable_list"],
            "payload": payload,
            "size": size,
        }
        reading = Reading("at_least_ratio", {**where, "processes": 1}, 1, "times", logs=[0.0])
        found = [name for pattern in verdicts.deciding_cells(reading) for name in fnmatch.filter(names, pattern)]
        wanted = [f"/{name}-{size}-1" for name in where["backends"]]
        assert len(found) == 2 * config["blocks"] and all(name.endswith(tuple(wanted)) for name in found)
        assert {name.split("/")[2].partition("-")[0] for name in found} == {payload}
