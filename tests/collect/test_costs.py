"""Counts are of one operation, and a placement is one processor or several."""

import pandas as pd
import pytest

from collect import costs, memory, raw_schema, summary
from tests.collect import raw_files

READS = {0: "0", 1: "10", 2: "20"}  # calls that read in each batch of 10 loops
PLACES = {0: "1 1", 1: "0 1", 2: "0 1"}


def frame(tmp_path, **facts):
    rows = raw_files.rows(**facts)
    for row in rows:
        if row["phase"] == "sample":
            row.update(read_calls=READS[row["batch"]], minor_faults=0, ran_on=PLACES[row["batch"]])
            if row["batch"] == 0:
                row.update(seconds_per_operation=5e-7, ended_ns=row["started_ns"] + 5000)
    one = rows[1]
    shared = {
        name: one[name] for name in one if name not in ("loops", "started_ns", "ended_ns", "batch", "check", "line")
    }
    tail = dict(p50_seconds=1e-6, p90_seconds=2e-6, p99_seconds=4e-6, loops=200)
    rows.insert(-1, dict(shared, phase="quantiles", worker=-1, **tail))
    held = dict(
        shared, operation="copy_out", phase="memory", seconds_per_operation=None, shared_bytes=64, descriptors=7
    )
    rows.insert(-1, dict(held, worker=-1, pss_bytes=1000, uss_bytes=900))
    for worker in range(one["processes"]):
        rows.insert(-1, dict(held, worker=worker, pss_bytes=100 + worker, uss_bytes=50))
    rows.insert(-1, dict(held, worker=-2, pss_bytes=10, uss_bytes=10))
    return raw_schema.read([raw_files.write(tmp_path, rows)])


def test_counts_are_those_of_one_operation(tmp_path):
    (found,) = costs.costs(frame(tmp_path)).to_dict("records")
    assert found["read_calls"] == pytest.approx(1.0)
    assert found["minor_faults"] == 0
    assert pd.isna(found["write_calls"])


def test_a_placement_is_told_with_the_times_of_its_batches(tmp_path):
    (found,) = costs.costs(frame(tmp_path)).to_dict("records")
    assert found["one_processor_share"] == pytest.approx(1 / 3)
    assert found["one_processor_seconds"] == pytest.approx(5e-7)
    assert found["apart_seconds"] == pytest.approx(1e-6)


def test_a_summary_has_the_quantiles_and_how_many_operations_they_are_of(tmp_path):
    found = summary.summary(*summary.values(frame(tmp_path))).set_index("operation").loc["read_item"]
    assert (found["p50_seconds"], found["p99_seconds"], found["timed_singly"]) == (1e-6, 4e-6, 200)


def test_memory_is_added_up_over_the_processes_of_a_cell(tmp_path):
    (row,) = memory.table(frame(tmp_path, processes=3))
    assert (row["operation"], row["parent"], row["worker"], row["servers"]) == ("copy_out", 1000, 101, 10)
    assert (row["total"], row["total_uss"], row["shared"], row["descriptors"]) == (1313, 1060, 64, 7)
    assert row["blocks"] == 1


def test_what_an_older_archive_doesnt_tell_is_missing_and_no_error(tmp_path):
    old = raw_schema.read([raw_files.write(tmp_path, raw_files.rows())])
    (found,) = costs.costs(old).to_dict("records") or [{}]
    assert all(pd.isna(found.get(name)) for name in costs.COLUMNS)
    assert memory.table(old) == []
