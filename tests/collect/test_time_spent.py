"""Where a run's time went: each second of a cell's parts once, and what lies between the sets."""

import pandas as pd
import pytest

from collect import raw_schema, time_spent
from support.run_folder import RunFolder
from tests.collect.raw_files import rows, write


def run(folder, blocks=2):
    """A run of one cell a block: 3 s of 5 in its parts, 1 of them an operation's."""
    paths = []
    for block in range(blocks):
        found = rows(block=block)
        name = f"{block}/3.12/items"
        end = found.pop()
        for part, seconds in (("spawn", 2.0), ("operation", 1.0)):
            facts = {"operation": part, "phase": "part", "worker": -1, "seconds_per_operation": seconds}
            found.append({key: end.get(key) for key in end if key != "wall_ended"} | facts)
        paths.append(write(folder, [one | {"set": name} for one in [*found, end]]))
        facts = {"cell": f"{name}/set", "set": name, "operation": "set", "phase": "set", "node": "n", "block": block}
        facts |= {"seconds_per_operation": 6.0, "wall_started": 1000.0 + block * 10, "wall_ended": 1006.0 + block * 10}
        paths.append(write(folder, [facts]))
    return raw_schema.read(paths)


def test_each_part_counts_once_and_an_operation_is_split_by_its_rows(tmp_path):
    found = time_spent.table(run(tmp_path), RunFolder(tmp_path))
    parts = found[found["kind"] == "memory, small"].set_index("part")["seconds_a_cell"]
    timed = 10 * 1e-6, 3 * 10 * 1e-6  # of the warm-up, and of three batches
    assert parts["spawn"] == pytest.approx(2.0)
    assert (parts["warm-up"], parts["windows"]) == pytest.approx(timed)
    assert parts["checks and the like"] == pytest.approx(1 - sum(timed))
    assert parts.sum() == pytest.approx(3.0)
    assert found["share"].sum() == pytest.approx(1.0)


def timed_singly(processes=1, loops=10, operation="read_item"):
    """The seconds of WITHIN of a cell whose operation has 500 times of 100 us each."""
    found = [one | {"processes": processes, "operation": operation} for one in rows()[:-1]]
    samples = [one | {"loops": loops} for one in found if one["phase"] == "sample"]
    facts = {"phase": "quantiles", "worker": -1, "batch": None, "loops": 500, "seconds_per_operation": 1e-4}
    frame = pd.DataFrame([*samples, samples[0] | facts])
    return time_spent.in_windows(frame)["quantiles"].fillna(0.0).tolist()


def test_what_was_timed_singly_in_a_window_of_its_own_counts():
    assert timed_singly() == [pytest.approx(0.05)]
    assert timed_singly(operation="latency") == [pytest.approx(0.1)]  # a turn is two changes


def test_workers_are_timed_singly_at_the_same_time():
    assert timed_singly(processes=4) == [pytest.approx(0.0125)]
    assert timed_singly(processes=4, loops=1) == [pytest.approx(0.0125)]


def test_batches_of_one_are_not_counted_twice():
    assert timed_singly(loops=1) == [0.0]
    assert timed_singly(loops=2, operation="latency") == [0.0]


def test_between_the_sets_of_a_block_nothing_is_counted_twice(tmp_path):
    found = time_spent.between_sets(run(tmp_path), RunFolder(tmp_path))
    assert found == {"between sets": pytest.approx(0.0)}


def test_a_run_that_noted_no_parts_has_warm_up_windows_and_all_else(tmp_path):
    frame = raw_schema.read([write(tmp_path, rows(block=block)) for block in range(2)])
    parts = time_spent.table(frame, RunFolder(tmp_path)).set_index("part")["seconds_a_cell"]
    assert parts["all else"] == pytest.approx(5.0 - 4 * 10 * 1e-6)  # of a cell's 5 s
    assert parts["between sets"] == pytest.approx(0.0)


def test_what_is_missing_is_one_line(tmp_path):
    with pytest.raises(SystemExit, match="samples.parquet: is missing; a finished run has it"):
        time_spent.main([tmp_path], None)
