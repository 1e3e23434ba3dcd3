"""Each access knows what the empty loop took in its own process."""

import numpy as np
import pandas as pd

from collect import cells as cells_of
from collect import costs, loop, summary
from tests.judge.synthetic import cells, no_gaps

TRUTH = {("shared_memory", 1024): 30e-9}


def made(noise=0):
    rng = np.random.default_rng(3)
    empty = cells({("shared_memory", 1024): 12e-9}, rng, spread=noise, operation=loop.EMPTY)
    return pd.concat([cells(TRUTH, rng, spread=noise), empty, cells(TRUTH, rng, spread=noise, operation="copy_out")])


def test_an_access_has_the_loop_of_its_own_process_and_a_copy_has_none():
    frame = made(noise=0.3)
    found = loop.with_loop(frame)
    empty = frame[frame["operation"] == loop.EMPTY].set_index("block")["seconds"]
    reads = found[found["operation"] == "read_item"].set_index("block")
    assert reads["loop"].equals(empty.rename("loop"))
    assert found.loc[found["operation"] != "read_item", "loop"].isna().all()
    assert found["operation"].tolist() == frame["operation"].tolist()


def test_an_older_run_timed_no_empty_loop():
    assert loop.with_loop(cells(TRUTH, np.random.default_rng(3)))["loop"].isna().all()


def test_the_summary_has_the_time_less_the_loop_beside_the_raw_one():
    losses, drifts = (pd.DataFrame(columns=[*summary.CONDITION, *some]) for some in (["lost", "updates"], ["drift"]))
    beside = pd.DataFrame(columns=[*cells_of.CELL, *costs.COLUMNS])
    table = summary.summary(made(), no_gaps(), losses, drifts, beside).set_index("operation")
    assert np.isclose(table.loc["read_item", "seconds_less_loop"], 18e-9)
    assert np.isclose(table.loc["read_item", "seconds"], 30e-9)
    assert np.isnan(table.loc["copy_out", "seconds_less_loop"])
