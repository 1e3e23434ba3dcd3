"""A disturbed cell is marked, by what is declared and not by its values."""

import numpy as np
import pandas as pd
import pytest

from collect.conduct import by_cell
from judge.instrument import disturbance


def conduct(busy=0.0, steal=0.0, canary=1e-4, switches=1, megahertz=2000.0):
    """Twenty cells of one second on two cores; the last one as told."""
    rows = []
    for cell in range(20):
        last = cell == 19
        shared = dict(cell=str(cell), set="", node="n", block=0, interpreter="3.12", backend="b", payload="items")
        shared |= dict(
            size_bytes=1,
            placement="none",
            processes=1,
            servers=0,
            cores=2,
            wall_started=float(cell),
            wall_ended=np.nan,
            started_ns=np.nan,
            ended_ns=np.nan,
            canary_seconds=np.nan,
            worker=0,
            visit=0,
        )
        sample = dict(phase="sample", operation="read_item", loops=10, seconds_per_operation=0.01)
        sample |= dict(canary_seconds=canary if last else 1e-4, switches=switches if last else 1)
        rows.append(shared | sample)
        end = dict(phase="cell", wall_ended=cell + 1.0, busy_other_seconds=busy if last else 0.01)
        end |= dict(megahertz=megahertz if last else 2000.0)
        rows.append(shared | end | dict(steal_seconds=steal if last else 0.0))
    frame = pd.DataFrame(rows)
    return disturbance.disturbance(frame, by_cell(frame))["disturbed"].tolist()


@pytest.mark.parametrize(
    "bad", [{"busy": 0.3}, {"steal": 0.1}, {"canary": 1.6e-4}, {"switches": 12}, {"megahertz": 1500.0}]
)
def test_a_disturbed_cell_is_marked(bad):
    assert conduct() == [False] * 20
    assert conduct(**bad) == [False] * 19 + [True]


def sets(blocks, disturbed=(), mark="steal_seconds"):
    """The rows of two sets of a cell each, in so many blocks, each alive for ten seconds on two cores."""
    rows = []
    for block in range(blocks):
        for name in ("a", "b"):
            shared = {"set": f"{block}/3.13/{name}", "cell": f"{block}/3.13/{name}/x", "cores": 2}
            times = {"started_ns": 0.0, "ended_ns": 10e9, "busy_other_seconds": 0.0, "steal_seconds": 0.0}
            rows.append(shared | times | {"phase": "cell"})
            hit = {mark: 5.0} if (block, name) in disturbed else {}
            rows.append(shared | times | {"phase": "set"} | hit)
    return pd.DataFrame(rows)


@pytest.mark.parametrize("mark", ["steal_seconds", "busy_other_seconds"])
def test_a_disturbed_set_is_not_counted_once_others_have_taken_its_place(mark):
    hit = [(1, "a"), (3, "a"), (2, "b")]
    rows = sets(7, hit, mark)
    assert disturbance.disturbed_sets(rows[rows["phase"] == "set"]) == {f"{block}/3.13/{name}" for block, name in hit}
    assert list(disturbance.uncounted(rows, 6)["cell"]) == ["2/3.13/b/x"]
    assert list(disturbance.uncounted(rows, 5)["cell"]) == ["1/3.13/a/x", "2/3.13/b/x", "3/3.13/a/x"]
    assert disturbance.uncounted(sets(7), 6).empty
