"""Parts are means of the window, a block each, of those that are contenders and were not placed."""

import numpy as np
import pandas as pd
import pytest

from judge.workloads import parts
from tests.judge import synthetic

FLOORS = [{"class": "access", "processes": 1, "size": 65536, "floor": 1.07}]


def cells(**where):
    truth = {("shared_memory", 65536): 1e-6, ("manager_list", 65536): 5e-5}
    made = synthetic.cells(truth, np.random.default_rng(1), spread=0.01, **where)
    return made.assign(mean_seconds=2 * made["seconds"])


def test_a_part_has_the_mean_of_each_block_and_the_floor_of_its_class():
    found = parts.parts(cells().sample(frac=1, random_state=1), ["shared_memory"], FLOORS)
    (one,) = found
    assert (one.backend, one.operation, one.size, one.processes) == ("shared_memory", "read_item", 65536, 1)
    assert one.blocks == list(range(7)) and np.exp(one.logs) == pytest.approx(np.full(7, 2e-6), rel=0.05)
    assert one.floor == 1.07


@pytest.mark.parametrize("where", [{"operation": "read_item_fixed"}, {"placement": "compact"}])
def test_what_no_life_is_made_of_is_left_out(where):
    assert parts.parts(cells(**where), ["shared_memory"], FLOORS) == []


def test_a_gap_is_told_only_where_nothing_was_measured():
    """Of a size and a number of workers."""
    rows = synthetic.no_gaps()
    common = dict(kind="k", interpreter="3.12", payload="items", processes=1, placement="none", block=0)
    common |= dict(error="declined", predicted_seconds=None)
    made = [
        dict(common, backend="shared_memory", size_bytes=size, operation="read_item", reason=f"no {size}")
        for size in (64, 65536)
    ]
    found = parts.parts(cells(), ["shared_memory"], FLOORS)
    (gap,) = parts.gaps(pd.concat([rows, pd.DataFrame(made)]), ["shared_memory"], found)
    assert (gap.operation, gap.size, gap.processes, gap.reason) == ("read_item", 64, 1, "no 64")
