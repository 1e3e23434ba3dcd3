"""The times less the loop stand beside the raw ones, and what they would turn is marked."""

import numpy as np
import pandas as pd
import pytest

from collect.loop import with_loop
from judge import verdicts
from judge.instrument import loop
from judge.records import records
from judge.run_data import OF_CELLS
from measure.contract.operations import EMPTY
from tests.judge.synthetic import cells, reading, trial

PAIR = {
    "id": "twice",
    "quote": "…",
    "english": "…",
    "backends": ["manager_list", "shareable_list"],
    "largest": 10_000_000,
    "tests": [{"criterion": "at_least_ratio", "margin": 3, "why": "…"}],
    "readings": [{"payload": "items", "operations": ["read_item", "copy_out"]}],
}


def judged(slow, fast, empty, claim=PAIR):
    """The claim's verdict where the two take so many ns, and the empty loop so many."""
    rng = np.random.default_rng(2)
    truth = {("manager_list", 1024): slow * 1e-9, ("shareable_list", 1024): fast * 1e-9}
    loops = dict.fromkeys(truth, empty * 1e-09)
    frames = [cells(truth, rng, spread=0.01), cells(loops, rng, spread=0.01, operation=EMPTY)]
    frames.append(cells(truth, rng, spread=0.01, operation="copy_out"))
    return verdicts.judge_claim(claim, trial(with_loop(pd.concat(frames, ignore_index=True))))


def test_the_raw_times_decide_and_a_reading_that_the_loop_turns_is_marked():
    found = judged(slow=42, fast=20, empty=12)  # 2.1 times with the loop, 3.75 without it
    read, copy = found.readings
    assert (read.verdict, read.less_loop.verdict, read.less_loop.turned) == ("fails", "holds", True)
    assert read.less_loop.estimate == pytest.approx(30 / 8, rel=0.05)
    assert read.less_loop.low < read.less_loop.estimate < read.less_loop.high
    assert copy.less_loop is None and copy.verdict == "fails"
    assert (found.verdict, found.less_loop) == ("fails", "depends")


def test_what_the_loop_does_not_turn_is_not_marked():
    found = judged(slow=420, fast=20, empty=12)
    assert [one.less_loop and one.less_loop.turned for one in found.readings] == [False, None]
    assert found.verdict == found.less_loop == "holds"


def test_what_takes_no_longer_than_the_loop_has_no_time_without_it():
    found = judged(slow=42, fast=12, empty=12)
    assert found.readings[0].less_loop is None


def test_a_reading_in_doubt_stays_so():
    raw = reading("grows", 2)
    doubted = loop.beside(raw, lambda cells: raw, records(cells({}, None), OF_CELLS))
    assert loop.without_loop([doubted]) == [doubted]
