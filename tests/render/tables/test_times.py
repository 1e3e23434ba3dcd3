"""Absolute times as a table: the newest interpreter's, of one worker, the fastest reader first."""

import pandas as pd

from render.tables import times


def rows(interpreter, backend, **seconds):
    where = {"interpreter": interpreter, "backend": backend, "payload": "items", "size_bytes": 65536, "processes": 1}
    return [where | {"operation": name, "seconds": value} for name, value in seconds.items()]


LIFE = {"create": 2e-5, "attach": 3e-5, "read_item": 1e-7, "write_item": 1e-7, "copy_out": 1e-4}


def test_the_newest_interpreter_is_told_and_the_fastest_reader_stands_first():
    slow = LIFE | {"read_item": 5e-5}
    table = [*rows("3.8", "a", **LIFE), *rows("3.13", "slow", **slow), *rows("3.13", "fast", **LIFE)]
    found = times.to_context(pd.DataFrame(table))
    assert found["interpreter"] == "3.13" and found["operations"] == list(LIFE)
    (one,) = found["sizes"]
    assert one["size"] == 65536
    assert one["rows"][0] == ("fast", ["20 µs", "30 µs", "100 ns", "100 ns", "100 µs"])
    assert one["rows"][1] == ("slow", ["20 µs", "30 µs", "50 µs", "100 ns", "100 µs"])


def test_what_was_timed_once_or_with_several_workers_is_left_out():
    several = pd.DataFrame(rows("3.13", "many", **LIFE)).assign(processes=4)
    table = pd.concat([pd.DataFrame([*rows("3.13", "a", **LIFE), *rows("3.13", "double", read_item=1e-9)]), several])
    (one,) = times.to_context(table)["sizes"]
    assert [name for name, _ in one["rows"]] == ["a"]


def test_a_mechanism_that_declines_has_a_hole():
    part = {name: value for name, value in LIFE.items() if name != "copy_out"}
    (one,) = times.to_context(pd.DataFrame([*rows("3.13", "a", **LIFE), *rows("3.13", "b", **part)]))["sizes"]
    assert dict(one["rows"])["b"][-1] == ""


def test_a_run_without_lists_has_no_table():
    assert times.to_context(pd.DataFrame(rows("3.13", "a", **LIFE)).assign(payload="blob")) is None
