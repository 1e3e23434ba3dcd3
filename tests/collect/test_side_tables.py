"""What a person edits in a search's, a check's or a probe's file is noticed by file and row."""

import json

import pytest

from checks import runner
from collect import side_tables
from collect.raw_schema import BadData
from measure.largest_payload import END
from measure.record import writer
from measure.record.columns import LIMIT_COLUMNS

LIMIT = dict(
    dict.fromkeys([name for name in LIMIT_COLUMNS if name not in ("rows", "checksum")], ""),
    interpreter="3.13",
    backend="shareable_list",
    optimised="False",
)
LIMIT.update(element="bytes", limit="10", cap="20", failure="one more")
CHECK = dict(interpreter="3.13", claim="unlink-once", check="gone", ok="yes")
PROBE = dict(interpreter="3.13", backend="memfd", probe="torn_item", answer="no")


def limits_file(folder, *rows, name="3.13/shareable_list-plain.csv"):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    written = writer.Writer(path, columns=LIMIT_COLUMNS)
    for row in rows:
        written.row(**row)
    written.close(failure=END)
    return path


def json_file(folder, *rows, name):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    runner.write_rows(str(path), rows)
    return path


def complaint(read, *paths):
    with pytest.raises(BadData) as caught:
        read(list(paths))
    return str(caught.value)


def test_sound_files_become_one_table(tmp_path):
    two = LIMIT | {"element": "ints", "limit": ""}
    other = limits_file(tmp_path, LIMIT | {"backend": "memfd"}, two | {"backend": "memfd"}, name="3.13/memfd-plain.csv")
    assert len(side_tables.limits([limits_file(tmp_path, LIMIT, two), other])) == 4
    assert side_tables.works([json_file(tmp_path, CHECK, name="3.13.jsonl")]) == [CHECK]
    assert side_tables.safety([json_file(tmp_path, PROBE, name="3.13/memfd.jsonl")]) == [PROBE]


def test_who_searched_nothing_has_an_empty_table():
    found = side_tables.limits([])
    assert found.empty and list(found.columns) == list(LIMIT)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"limit": "-1"}, "bytes: limit: -1 is impossible; allowed: 0 to cap, 20"),
        ({"limit": "21"}, "bytes: limit: 21 is impossible"),
        ({"limit": "nan"}, "bytes: limit: nan is impossible"),
        ({"limit": "ten"}, "bytes: limit: ten is impossible"),
        ({"limit": "", "failure": ""}, "bytes: has neither a limit nor a reason"),
        ({"interpreter": "3.8"}, "bytes: is of 3.8/shareable_list-plain"),
        ({"backend": "memfd"}, "bytes: is of 3.13/memfd-plain"),
        ({"optimised": "True"}, "bytes: is of 3.13/shareable_list-optimised"),
    ],
)
def test_an_impossible_limit_is_named(tmp_path, change, words):
    path = limits_file(tmp_path, LIMIT | change)
    assert f"{path}: {words}" in complaint(side_tables.limits, path)


def test_a_row_twice_or_missing_is_named(tmp_path):
    path = limits_file(tmp_path, LIMIT, LIMIT)
    assert complaint(side_tables.limits, path) == f"{path}: bytes: 2 rows instead of 1"
    whole = limits_file(tmp_path, LIMIT, LIMIT | {"element": "ints"})
    part = limits_file(tmp_path, LIMIT | {"backend": "memfd"}, name="3.13/memfd-plain.csv")
    assert complaint(side_tables.limits, whole, part) == f"{part}: ints: is missing"
    path = json_file(tmp_path, CHECK, CHECK, name="3.13.jsonl")
    assert "unlink-once gone: 2 rows instead of 1" in complaint(side_tables.works, path)


def test_other_answers_and_other_files_rows_are_named(tmp_path):
    path = json_file(tmp_path, CHECK | {"ok": "maybe"}, name="3.13.jsonl")
    assert "ok: 'maybe' is not allowed; allowed: yes, no, untried" in complaint(side_tables.works, path)
    path = json_file(tmp_path, CHECK, name="3.8.jsonl")
    assert "is of 3.13" in complaint(side_tables.works, path)
    path = json_file(tmp_path, PROBE | {"answer": "fine"}, name="3.13/memfd.jsonl")
    assert "answer: 'fine' is not allowed; allowed: yes, no, not seen" in complaint(side_tables.safety, path)
    path = json_file(tmp_path, PROBE, name="3.13/redis.jsonl")
    assert "is of 3.13/memfd" in complaint(side_tables.safety, path)


def test_a_probe_that_another_file_of_its_kind_has_is_missing(tmp_path):
    other, channel = PROBE | {"backend": "redis"}, PROBE | {"backend": "via_pipe", "probe": "sender_killed"}
    files = [
        json_file(tmp_path, PROBE, PROBE | {"probe": "texts"}, name="3.13/memfd.jsonl"),
        json_file(tmp_path, channel, name="3.13/via_pipe.jsonl"),
    ]
    assert len(side_tables.safety(files)) == 3
    short = json_file(tmp_path, other, name="3.13/redis.jsonl")
    assert complaint(side_tables.safety, *files, short) == f"{short}: texts: is missing"


@pytest.mark.parametrize("text", ["{", "[1]", "null", '"x"'])
def test_a_line_that_is_no_object_is_named(tmp_path, text):
    path = tmp_path / "3.13.jsonl"
    path.write_text(json.dumps(CHECK) + "\n" + text + "\n", encoding="utf-8")
    assert complaint(side_tables.works, path) == f"{path}: line 2: is no JSON object"


def test_what_somebody_changes_is_noticed(tmp_path):
    path = limits_file(tmp_path, LIMIT, LIMIT | {"element": "ints"})
    text = path.read_text(encoding="utf-8")
    for changed in (
        text.replace(",10,", ",11,", 1),
        text.replace("ints", "floats"),
        "".join(text.splitlines(True)[::2]),
    ):
        path.write_text(changed, encoding="utf-8")
        assert f"{path}: " in complaint(side_tables.limits, path)
    path = json_file(tmp_path, CHECK, CHECK | {"check": "other"}, name="3.13.jsonl")
    text = path.read_text(encoding="utf-8")
    for changed in (text.replace("yes", "no", 1), text.split("\n", 1)[1], text[:-1], ""):
        path.write_text(changed, encoding="utf-8")
        assert "was changed after it was written" in complaint(side_tables.works, path)
