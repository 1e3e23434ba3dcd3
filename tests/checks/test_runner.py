"""A question is found by its mark, run apart with an end, and recorded whole."""

import sys
import time

from checks import runner
from collect import sealed


def test_the_modules_are_those_of_the_folder():
    names = runner.modules("checks.article.claims")
    assert names == sorted(names) and "manager_types" in names and "__init__" not in names


def test_a_process_that_hangs_ends_with_all_that_it_started():
    child = "import subprocess, sys; subprocess.run([sys.executable, '-c', sys.argv[1]])"
    sleeper = "import time; print(1, flush=True); time.sleep(60)"
    started = time.monotonic()
    output, _, status, late = runner.run_apart([sys.executable, "-c", child, sleeper], 3)
    assert late and status < 0 and output.strip() == "1"
    assert time.monotonic() - started < 30  # its child held the pipe: who kills one alone waits for the other


def test_the_last_answer_is_the_last_line_that_can_be_read():
    assert runner.last_answer('noise\n{"a": 1}\n{"a": 2}\nTraceback') == {"a": 2}
    assert runner.last_answer("noise") is None


def test_rows_are_whole_or_not_there(tmp_path):
    def rows():
        yield {"b": 1, "a": 2}
        raise RuntimeError("in the middle")

    path = tmp_path / "rows.jsonl"
    try:
        runner.write_rows(str(path), rows())
    except RuntimeError:
        assert not path.exists()
    runner.write_rows(str(path), [{"b": 1, "a": 2}])
    assert sealed.objects(path) == [{"a": 2, "b": 1}]
