"""The value of a cell, and what is a gap instead."""

import pytest

from collect import cells as collect_cells
from collect import raw_schema
from collect.cells import gaps, losses
from tests.collect.raw_files import rows, write


def test_one_worker_counts_by_its_median(tmp_path):
    found = rows(batches=5)
    for row, seconds in zip(found[1:6], (1e-6, 9e-6, 2e-6, 3e-6, 4e-6), strict=True):
        row.update(seconds_per_operation=seconds, ended_ns=row["started_ns"] + round(seconds * 1e10))
    assert collect_cells.cells(raw_schema.read([write(tmp_path, found)]))["seconds"].tolist() == [3e-6]


def test_a_mean_counts_each_batch_by_its_loops(tmp_path):
    found = rows(batches=3)
    for row, (loops, seconds) in zip(found[1:4], ((10, 1e-6), (10, 9e-6), (80, 2e-6)), strict=True):
        row.update(
            seconds_per_operation=seconds, loops=loops, ended_ns=row["started_ns"] + round(seconds * loops * 1e9)
        )
    value = collect_cells.cells(raw_schema.read([write(tmp_path, found)]))
    assert value["mean_seconds"].tolist() == pytest.approx([(10 * 1e-6 + 10 * 9e-6 + 80 * 2e-6) / 100])
    assert value["seconds"].tolist() == [2e-6]


def two_workers(spans):
    """Rows of two workers; spans: (worker, loops, start, end) in nanoseconds."""
    found = rows(processes=2, batches=len(spans) // 2)
    samples = [row for row in found if row["phase"] == "sample"]
    for row, (worker, loops, start, end) in zip(samples, spans, strict=True):
        row.update(worker=worker, loops=loops, started_ns=start, ended_ns=end, batch=start)
        row["seconds_per_operation"] = (end - start) / 1e9 / loops
    return found


def test_several_workers_count_by_the_window_in_which_all_were_at_work(tmp_path):
    # Window: 100 to 1100. Worker 0 did 10 a batch of 500; worker 1 waited between its batches of 100.
    spans = [(0, 10, 0, 500), (0, 10, 500, 1100), (1, 10, 100, 200), (1, 10, 1000, 1200)]
    frame = raw_schema.read([write(tmp_path, two_workers(spans))])
    operations = 10 * 400 / 500 + 10 + 10 + 10 * 100 / 200
    cells = collect_cells.cells(frame)
    assert cells["seconds"].tolist() == pytest.approx([2 * 1000 / 1e9 / operations])
    assert cells["mean_seconds"].tolist() == cells["seconds"].tolist()


def test_waiting_between_batches_is_part_of_the_cost(tmp_path):
    waits = [(0, 1, 0, 100), (0, 1, 900, 1000), (1, 1, 0, 100), (1, 1, 900, 1000)]
    cells = collect_cells.cells(raw_schema.read([write(tmp_path, two_workers(waits))]))
    assert cells["seconds"].iloc[0] == pytest.approx(2 * 1000e-9 / 4)  # the batches' median would say 100 ns


def test_wrong_results_are_gaps_and_never_values(tmp_path):
    found = rows()
    for row in found[1:4]:
        row.update(check="read 0 at 3 instead of 7", error="wrong", reason="read 0 at 3 instead of 7")
    frame = raw_schema.read([write(tmp_path, found)])
    assert collect_cells.cells(frame).empty
    assert gaps(frame)["error"].tolist() == ["wrong"]


def test_lost_updates_without_a_lock_are_counted(tmp_path):
    found = rows(processes=2)
    for row in found:
        row["operation"] = row["operation"].replace("read_item", "increment")
        row["check"] = "lost 12 of 60 updates" if row["phase"] == "sample" else ""
    lost = losses(raw_schema.read([write(tmp_path, found)]))
    assert lost[["lost", "updates"]].values.tolist() == [[12, 60]]
