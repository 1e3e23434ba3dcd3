"""A ramp within the window is found over the blocks; noise and a change of speed are none."""

import numpy as np
import pandas as pd
import pytest

from collect import drift
from collect.cells import CONDITION
from tests.judge.synthetic import noise

RNG = np.random.default_rng(7)


def batches(logs, operation="read_item"):
    """A frame of samples: `logs`, (blocks, batches), of one condition's times."""
    rows = [
        dict(block=block, batch=batch, started_ns=10**9 * block + batch, seconds_per_operation=1e-7 * np.exp(log))
        for block, some in enumerate(logs)
        for batch, log in enumerate(some)
    ]
    where = dict.fromkeys(CONDITION, "x") | dict(size_bytes=1024, processes=1, operation=operation)
    found = pd.DataFrame(rows).assign(**where, worker=0, phase="sample", error="")
    return found.assign(ended_ns=found["started_ns"] + 1)


def word(logs, operation="read_item"):
    found = drift.steadiness(drift.drifts(batches(logs, operation)))
    return found["steadiness"].iloc[0] if len(found) else ""


def test_a_ramp_in_every_block_is_drifting_and_its_size_is_told():
    logs = np.linspace(0, np.log(0.8), 12) + noise(RNG, (7, 12), spread=0.01)
    found = drift.steadiness(drift.drifts(batches(logs)))
    assert found["steadiness"].tolist() == ["drifting"]
    assert found["drift"].iloc[0] == pytest.approx(0.8 ** (8 / 11), rel=0.02)  # between the middles of the thirds
    assert found["drift_low"].iloc[0] < found["drift"].iloc[0] < found["drift_high"].iloc[0] < 1 / 1.05


def test_small_noise_is_at_rest_and_large_noise_is_not_shown():
    assert word(noise(RNG, (7, 12), spread=0.01)) == "at rest"
    assert word(noise(RNG, (7, 12), spread=0.5)) == "not shown"


def test_a_block_at_another_speed_is_no_drift():
    logs = noise(RNG, (7, 12), spread=0.01)
    logs[3] += np.log(1.8)
    assert word(logs) == "at rest"


def test_a_flip_in_the_middle_of_one_window_is_no_drift():
    logs = noise(RNG, (7, 12), spread=0.01)
    logs[3, 6:] += np.log(1.8)
    assert word(logs) == "not shown"


@pytest.mark.slow
def test_noise_is_hardly_ever_called_a_drift():
    words = [word(noise(RNG, (7, 12), "flipping", 0.1)) for _ in range(200)]
    assert words.count("drifting") <= 6


def test_too_few_blocks_show_nothing_and_too_few_batches_say_nothing():
    assert word(noise(RNG, (5, 12), spread=0.01)) == "not shown"
    assert word(noise(RNG, (7, 5), spread=0.01)) == ""


def test_the_columns_are_there_whatever_was_measured():
    for blocks in (2, 7):
        found = drift.steadiness(drift.drifts(batches(noise(RNG, (blocks, 12), spread=0.01))))
        assert list(found.columns) == drift.COLUMNS
    assert list(drift.steadiness(drift.drifts(batches(noise(RNG, (2, 2))))).columns) == drift.COLUMNS


def test_what_is_timed_singly_has_no_window():
    for operation in ("create", "attach", "first_read", "start"):
        assert word(noise(RNG, (7, 12), spread=0.01), operation) == ""


def test_the_workers_of_a_cell_are_taken_together():
    """One worker's later start is no drift of the cell."""
    logs = noise(RNG, (7, 12), spread=0.01)
    one, other = batches(logs).assign(processes=2), batches(logs).assign(worker=1, processes=2)
    other[["started_ns", "ended_ns"]] += 5
    assert drift.steadiness(drift.drifts(pd.concat([one, other])))["steadiness"].tolist() == ["at rest"]


def test_who_works_on_when_the_others_are_done_has_not_drifted():
    """Half as long without company: of four workers that copied 16 MiB two thirds of the time seemed to be gone."""
    logs = noise(RNG, (7, 12), spread=0.01)
    alone = logs + np.log([1] * 6 + [0.5] * 6)
    one, other = batches(alone).assign(processes=2), batches(logs[:, :6]).assign(worker=1, processes=2)
    assert drift.steadiness(drift.drifts(pd.concat([one, other])))["steadiness"].tolist() == ["at rest"]
    assert word(alone) == "drifting"
