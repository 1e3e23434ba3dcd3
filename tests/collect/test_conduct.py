"""What a worker was switched off for: its own turns' ends are no disturbance."""

import pandas as pd
import pytest

from collect import conduct

SECONDS = 0.02  # of the warm-up, and of a window


def cell(switches, visits=10, operation="read_item", servers=0, processes=1):
    """The rows of a cell with one operation: a warm-up, and a window of a batch a visit."""
    shared = {"cell": "a", "operation": operation, "processes": processes, "servers": servers, "worker": 0}
    shared |= {"canary_seconds": 1e-4, "switches": switches}
    untold = {"switches": None, "visit": None}
    warm_up = shared | untold | {"phase": "warmup", "loops": 1, "seconds_per_operation": SECONDS}
    batch = shared | {"phase": "sample", "loops": 1, "seconds_per_operation": SECONDS / visits}
    return pd.DataFrame([warm_up, *(batch | {"visit": visit} for visit in range(visits))])


@pytest.mark.parametrize(("switches", "rate"), [(10, 0), (8, 0), (14, 4 / (2 * SECONDS))])
def test_one_switch_a_visit_is_the_end_of_a_turn(switches, rate):
    assert conduct.switches(cell(switches))["a"] == pytest.approx(rate)


def test_visits_that_an_older_archive_does_not_tell_take_nothing_off():
    frame = cell(14).assign(visit=float("nan"))
    assert conduct.switches(frame)["a"] == pytest.approx(14 / (2 * SECONDS))


@pytest.mark.parametrize("more", [{"operation": "attach"}, {"operation": "latency"}, {"servers": 1}, {"processes": 2}])
def test_who_waits_for_others_is_not_judged_by_it(more):
    assert conduct.switches(cell(500, **more)).empty


def test_each_cell_has_its_facts():
    row = conduct.by_cell(cell(14)).iloc[0]
    assert (row["cell"], row["canary"], row["timed_seconds"]) == ("a", 1e-4, pytest.approx(2 * SECONDS))
