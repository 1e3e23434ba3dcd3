"""A question is found by its mark, run apart with an end, and recorded whole."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

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


def test_what_a_killed_one_left_goes_with_the_next_one_s_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with runner.temporary_folder("out.jsonl") as folder:
        os.mkdir(f"{folder}/pymp-x")  # as a Manager does
        os.rename(folder, f"{folder}.killed")
    os.rename(f"{folder}.killed", folder)
    with runner.temporary_folder("out.jsonl") as again:
        assert (again, os.listdir(again)) == (folder, [])
    assert os.listdir(tmp_path) == []


def test_a_folder_that_can_t_be_had_is_no_obstacle(tmp_path, monkeypatch):
    """Another user's is there: here, a file in its place."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with runner.temporary_folder("out.jsonl") as folder:
        name = folder
    Path(name).touch()
    with runner.temporary_folder("out.jsonl", 0o1777) as folder:
        assert folder != name and os.stat(folder).st_mode & 0o7777 == 0o1777
    assert os.listdir(tmp_path) == [os.path.basename(name)]


def test_a_path_in_any_script_names_a_folder(tmp_path):
    line = "from checks import runner\nwith runner.temporary_folder('結果.jsonl') as folder: print(folder)"
    environment = dict(os.environ, PYTHONPATH="scripts", TMPDIR=str(tmp_path))
    done = subprocess.run([sys.executable, "-c", line], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.startswith(f"{tmp_path}/sst")


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
