"""The three parts of the noise are told apart where they are known."""

import numpy as np
import pandas as pd
import pytest

from judge.instrument import variance

CONTROLS = {"same_as_shared_memory": {"same_as": "shared_memory"}, "grows": {"exponent": 0.5}}
BLOCKS = 4000


def made(window, process, block, operation="read_item"):
    """(cells, drifts) of a pair with these SDs, of so many blocks that they are known."""
    rng = np.random.default_rng(1)
    shared, frames, drifts = rng.normal(0, block, BLOCKS), [], []
    for backend in ("shared_memory", "same_as_shared_memory"):
        thirds = rng.normal(0, window * np.sqrt(3), (3, BLOCKS))
        where = dict(kind="k", interpreter="3.13", backend=backend, payload="items", size_bytes=1024, processes=1)
        frame = pd.DataFrame(dict(block=range(BLOCKS))).assign(**where, placement="none", operation=operation)
        logs = shared + rng.normal(0, process, BLOCKS) + thirds.mean(axis=0)
        frames.append(frame.assign(seconds=1e-8 * np.exp(logs)))
        drifts.append(frame.assign(drift=thirds[2] - thirds[0]))
    return pd.concat(frames, ignore_index=True), pd.concat(drifts, ignore_index=True)


@pytest.mark.parametrize("truth", [(0.1, 0.3, 0.2), (0.3, 0.02, 0.1), (0.02, 0.02, 0.4)])
def test_each_part_is_found(truth):
    (row,) = variance.components(*made(*truth), CONTROLS)
    assert {name: row[name] for name in ("double", "class", "size", "conditions")} == {
        "double": "shared_memory",
        "class": "access",
        "size": 1024,
        "conditions": 1,
    }
    for name, sd in zip(("window", "process", "block"), truth, strict=True):
        assert row[name] == pytest.approx(sd, abs=0.02), name


def test_what_has_no_window_has_no_noise_within_one():
    cells, drifts = made(0, 0.2, 0.1, "create")
    (row,) = variance.components(cells, drifts.iloc[:0], CONTROLS)
    assert row["window"] == 0 and row["process"] == pytest.approx(0.2, abs=0.02)


def test_one_block_says_nothing():
    cells, drifts = made(0.1, 0.1, 0.1)
    assert variance.components(cells[cells["block"] == 0], drifts[drifts["block"] == 0], CONTROLS) == []
