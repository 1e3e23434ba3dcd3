"""Raw files: what is read, and what is refused by file and line."""

import pytest

from collect import cells as collect_cells
from collect import raw_schema
from measure.record import columns
from tests.collect.raw_files import rows, write


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


@pytest.mark.parametrize("bad", ["nan", "inf", "0", "-1e-6"])
def test_a_time_that_is_none_is_named_by_line(tmp_path, bad):
    found = rows()
    found[2]["seconds_per_operation"] = bad
    path = write(tmp_path, found)
    assert f"{path}: line 4: seconds_per_operation" in complaint([path])


@pytest.mark.parametrize("found, spoilt", [(",read_item,", ",read_item,,"), (",False,", ",Falsely,"), ("n,k", 'n,"k')])
def test_what_is_no_csv_of_the_record_is_named_among_sound_files(tmp_path, found, spoilt):
    sound, path = write(tmp_path, [row | {"oversubscribed": False} for row in rows()]), tmp_path / "spoilt.csv"
    path.write_text(sound.read_text(encoding="utf-8").replace(found, spoilt, 2), encoding="utf-8")
    assert {line.split(": ")[0] for line in complaint([sound, path]).splitlines()} == {str(path)}


def test_halved_seconds_are_noticed(tmp_path):
    found = rows()
    for row in found[1:4]:
        row["seconds_per_operation"] /= 2
    path = write(tmp_path, found)
    assert f"{path}: line 3: seconds_per_operation: not the time from" in complaint([path])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda lines: [*lines[:3], *lines[4:]], "rows is 3, not 4"),
        (lambda lines: [*lines[:3], lines[3].replace("read_item", "write_item"), *lines[4:]], "checksum is"),
        (lambda lines: [*lines[:3], lines[4], lines[3], *lines[5:]], "checksum is"),
        (lambda lines: [*lines[:-1], lines[-1].replace("1005.0", "1004.0")], "checksum is"),
        (lambda lines: [*lines[:-1], lines[-1].rpartition(",")[0] + ","], "checksum is"),
    ],
)
def test_what_somebody_changes_in_a_file_is_noticed(tmp_path, change, words):
    path = write(tmp_path, rows())
    assert raw_schema.read([path]) is not None
    path.write_text("\n".join(change(path.read_text().splitlines())) + "\n")
    assert f"{path}: was changed after it was written: {words}" in complaint([path])


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
