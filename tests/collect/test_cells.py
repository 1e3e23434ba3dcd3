"""Raw files: what is read, what is refused by file and line, and the value of a cell."""

import csv

import numpy as np
import pytest

from collect import cells as collect_cells
from collect import integrity, raw_schema
from collect.cells import gaps, losses
from measure.record import columns


def rows(backend="shared_memory", processes=1, block=0, seconds=1e-6, batches=3):
    """The rows of one good cell."""
    shared = dict(
        cell=f"{block}/3.12/{backend}/items-1024-{processes}",
        digest="abc",
        node="n",
        kind="k",
        placement="none",
        interpreter="3.12",
        backend=backend,
        payload="items",
        size_bytes=1024,
        processes=processes,
        servers=0,
        oversubscribed=False,
        block=block,
        wall_started=1000.0 + block * 10,
    )
    found = [dict(shared, operation="read_item", phase="warmup", worker=0, loops=10, seconds_per_operation=seconds)]
    for worker in range(processes):
        for batch in range(batches):
            start = (batch * 10 + worker) * 1000
            found.append(
                dict(
                    shared,
                    operation="read_item",
                    phase="sample",
                    line="value = view[i]",
                    worker=worker,
                    batch=batch,
                    loops=10,
                    seconds_per_operation=seconds,
                    started_ns=start,
                    ended_ns=start + int(seconds * 1e10),
                    check="ok",
                )
            )
    end = dict(shared, operation="cell", phase="cell", seconds_per_operation=5.0, wall_ended=1005.0 + block * 10)
    return [*found, end]


def write(folder, found, name=None):
    path = folder / f"{name or found[0]['cell']}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(columns.COLUMNS), lineterminator="\n")
        writer.writeheader()
        writer.writerows(found)
    return path


def complaint(paths, **options):
    with pytest.raises(raw_schema.BadData) as caught:
        raw_schema.read(paths, **options)
    return str(caught.value)


def test_good_files_become_one_frame(tmp_path):
    frame = raw_schema.read([write(tmp_path, rows()), write(tmp_path, rows(block=1))])
    assert list(frame.columns) == list(columns.COLUMNS)
    assert len(frame) == 10
    cells = collect_cells.cells(frame)
    assert list(cells["block"]) == [0, 1]
    assert cells["seconds"].tolist() == [1e-6, 1e-6]


def test_one_worker_counts_by_its_median(tmp_path):
    found = rows(batches=5)
    for row, seconds in zip(found[1:6], (1e-6, 9e-6, 2e-6, 3e-6, 4e-6), strict=True):
        row.update(seconds_per_operation=seconds, ended_ns=row["started_ns"] + round(seconds * 1e10))
    assert collect_cells.cells(raw_schema.read([write(tmp_path, found)]))["seconds"].tolist() == [3e-6]


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
    assert collect_cells.cells(frame)["seconds"].tolist() == pytest.approx([2 * 1000 / 1e9 / operations])


def test_waiting_between_batches_is_part_of_the_cost(tmp_path):
    waits = [(0, 1, 0, 100), (0, 1, 900, 1000), (1, 1, 0, 100), (1, 1, 900, 1000)]
    cells = collect_cells.cells(raw_schema.read([write(tmp_path, two_workers(waits))]))
    assert cells["seconds"].iloc[0] == pytest.approx(2 * 1000e-9 / 4)  # the batches' median would say 100 ns


@pytest.mark.parametrize("bad", ["nan", "inf", "0", "-1e-6"])
def test_a_time_that_is_none_is_named_by_line(tmp_path, bad):
    found = rows()
    found[2]["seconds_per_operation"] = bad
    path = write(tmp_path, found)
    assert f"{path}: line 4: seconds_per_operation" in complaint([path])


def test_halved_seconds_are_noticed(tmp_path):
    found = rows()
    for row in found[1:4]:
        row["seconds_per_operation"] /= 2
    path = write(tmp_path, found)
    assert f"{path}: line 3: seconds_per_operation: not the time from" in complaint([path])


def test_a_row_twice_is_named(tmp_path):
    found = rows()
    path = write(tmp_path, [*found[:2], found[1], *found[2:]])
    assert f"{path}: line 4" in complaint([path])


def test_a_file_twice_is_named(tmp_path):
    first, copy = write(tmp_path / "a", rows()), write(tmp_path / "b", rows())
    assert "line 3" in complaint([first, copy])


def test_a_file_cut_off_is_named(tmp_path):
    path = write(tmp_path, rows())
    path.write_text(path.read_text()[:-20])
    assert f"{path}: line 6: cut off" in complaint([path])
    path.write_text("\n".join(path.read_text().splitlines()[:4]) + "\n")
    assert "ends before its cell's last row" in complaint([path])


def test_an_empty_file_and_other_columns_are_named(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("")
    assert "line 1: other columns" in complaint([path])
    path.write_text("a,b\n1,2\n")
    assert "line 1: other columns" in complaint([path])


def test_a_row_of_another_cell_is_named(tmp_path):
    path = write(tmp_path, rows(), name="0/3.12/shared_memory/items-2048-1")
    assert f"{path}: line 2: belongs to another cell" in complaint([path])


def test_another_digest_is_named_by_file(tmp_path):
    path = write(tmp_path, rows())
    assert raw_schema.read([path], {"shared_memory": "abc"}) is not None
    assert f"{path}: measured with other settings" in complaint([path], digests={"shared_memory": "xyz"})


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


def test_cells_at_the_same_time_are_found(tmp_path):
    first, second = rows(), rows(block=1)
    assert integrity.overlaps(raw_schema.read([write(tmp_path, first), write(tmp_path, second)])) == []
    for row in second:
        row["wall_started"] = 1004.0
    clash = integrity.overlaps(raw_schema.read([write(tmp_path, first), write(tmp_path, second)]))
    assert clash == [(first[0]["cell"], second[0]["cell"])]


def test_duty_counts_the_warm_up_and_the_busiest_worker(tmp_path):
    frame = raw_schema.read([write(tmp_path, rows(processes=2))])
    assert integrity.timed_seconds(frame) == pytest.approx(4 * 10 * 1e-6)
    assert integrity.wall_seconds(frame) == pytest.approx(5.0)
    assert np.isfinite(integrity.wall_seconds(frame))
