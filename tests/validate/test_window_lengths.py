"""Windows of another length: what is planned, and what counts as a difference."""

import numpy as np
import pandas as pd
import pytest

from judge import claims
from measure.contract.cell import Cell
from tests.judge.synthetic import cells, reading
from validate import window_lengths


def test_the_lengths_differ_in_their_windows_and_in_nothing_else(tmp_path):
    half, once = (window_lengths.config(length, tmp_path, 7) for length in (0.5, 1))
    assert half["timing"]["window_seconds"] == pytest.approx(once["timing"]["window_seconds"] / 2)
    assert half["timing"]["minimum_batches"] * 2 == once["timing"]["minimum_batches"]
    names = {"window_seconds", "minimum_batches"}
    assert {**half, "timing": 0} == {**once, "timing": 0}
    assert {key for key in half["timing"] if half["timing"][key] != once["timing"][key]} == names
    named = {name for part in once["sweep"] for name in part["backends"]}
    assert named == {"manager_list", "shareable_list", "shared_memory"}


def samples(factor, operation="read_item"):
    """Samples whose cells' values are 1 us times `factor`, in 7 blocks."""
    found = cells({("shared_memory", 1024): factor * 1e-6}, np.random.default_rng(int(factor * 100)), spread=0.005)
    batch = {"worker": 0, "loops": 1, "started_ns": 0, "ended_ns": 1}
    return found.rename(columns={"seconds": "seconds_per_operation", "canary": "canary_seconds"}).assign(
        phase="sample", error="", reason="", predicted_seconds=np.nan, operation=operation, **batch
    )


def test_a_ratio_beyond_the_margin_is_found_by_the_lengths_names():
    found = window_lengths.ratios({"half": samples(1.0), "once": samples(1.0), "twice": samples(1.2)})
    assert [pair.pair for pair in found if pair.refused] == [
        ["shared_memory, half", "shared_memory, twice"],
        ["shared_memory, once", "shared_memory, twice"],
    ]
    assert not any(pair.refused for pair in window_lengths.ratios({"half": samples(1.0), "once": samples(1.03)}))


def test_what_has_no_window_is_not_compared():
    assert window_lengths.ratios({"half": samples(1.0, "create"), "once": samples(1.2, "create")}) == []


def test_the_claims_are_read_from_times_alone():
    rules = claims.load(window_lengths.ROOT / "config/claims/article.yaml")
    frame = pd.concat([samples(1.0), samples(1.0).assign(size_bytes=2**24)])
    assert {name for name, _ in window_lengths.readings(frame.assign(interpreter="3.13"), rules)} >= {"shm-grows"}


def test_readings_that_are_decided_oppositely_are_named():
    raw = reading("grows", 2)

    def one(verdict):
        return [("shm-grows", raw.__class__(**{**raw.__dict__, "verdict": verdict}))]

    assert window_lengths.opposite({"half": one("holds"), "once": one("undecided"), "twice": one("holds")}) == []
    (found,) = window_lengths.opposite({"half": one("holds"), "once": one("undecided"), "twice": one("fails")})
    assert found.startswith("shm-grows grows")


@pytest.mark.slow
def test_each_cell_is_measured_once_a_length_side_by_side(tmp_path, monkeypatch):
    run, lengths = [], window_lengths.LENGTHS
    sweeps = {
        name: window_lengths.targets.load(window_lengths.config(lengths[name], tmp_path / name, 2), [])
        for name in lengths
    }
    monkeypatch.setattr(window_lengths.subprocess, "run", lambda command, **_: run.append(Cell.from_json(command[4])))
    made = list(window_lengths.measure(sweeps, window_lengths.random.Random(1)))
    assert len(made) == len(run) == 3 * len(sweeps["once"].measured)
    for place in range(0, len(made), 3):
        assert {length for length, _ in made[place : place + 3]} == set(window_lengths.LENGTHS)
        assert len({cell.name for cell in run[place : place + 3]}) == 1
