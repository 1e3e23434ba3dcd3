"""The workflow's bad days: an error elsewhere, a bad configuration, a run that is killed. Nothing finished is lost."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml

from sweep import commands
from tests.system.tiny_run import command, copy, raw, run, tiny

pytestmark = [pytest.mark.slow, pytest.mark.alone]


def test_an_error_elsewhere_measures_nothing_again_and_is_shown(finished):
    folder, _ = finished
    before = raw(folder)
    claims = folder / "config/claims/article.yaml"
    good = claims.read_text(encoding="utf-8")
    claims.write_text(good.replace("criterion: grows", "criterion: shrinks"), encoding="utf-8")
    status, text = run(folder, "--forcerun", "verdicts")
    assert status != 0
    claims.write_text(good, encoding="utf-8")
    assert "claim shm-grows: tests.0.criterion: 'shrinks' is not known; allowed: about_ratio" in text
    assert "Traceback" not in text
    assert run(folder)[0] == 0
    assert raw(folder) == before


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"blocks": 0}, "bad.yaml: blocks: 0 is not allowed; allowed: 1 or more"),
        ({"colour": 1}, "bad.yaml: colour: unknown key; allowed: "),
        ({"backends": ["telepathy"]}, "bad.yaml: backends: there is no backend 'telepathy'; allowed: all, "),
        ({"interpreters": ["3.7"]}, "'3.7' is no CPython from 3.8 on; found: "),
    ],
)
def test_a_bad_configuration_is_one_line(finished, change, words):
    folder, _ = finished
    (folder / "bad.yaml").write_text(yaml.safe_dump(tiny(outdir="results/bad", **change)))
    status, text = run(folder, config="bad.yaml")
    assert status != 0
    assert words in text
    assert "Traceback" not in text
    assert not (folder / "results/bad").exists()


def group_of(process):
    """Every process that still carries the run's mark."""
    mark = f"TRIAL_RUN={process.mark}".encode()
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (entry / "environ").read_bytes():
                found.append(entry.name)
        except OSError:
            continue
    return found


def test_a_new_version_in_the_middle_of_a_run_kills_no_cell_and_blames_nobody(tmp_path):
    """What ran when it came is measured anew, and so is what the new version concerns: here, one mechanism."""
    folder = copy(tmp_path)
    said = folder / "said"
    with said.open("w") as file:
        process = subprocess.Popen(command(), cwd=folder, stdout=file, stderr=subprocess.STDOUT)
        deadline = time.monotonic() + 60
        while len(raw(folder)) < 6:  # the first set, and a part of the second one
            assert process.poll() is None and time.monotonic() < deadline, said.read_text()
            time.sleep(0.02)
        file = folder / "scripts/measure/backends/locked_list.py"
        file.write_text(file.read_text() + "\n\nNEW = 1\n")
        assert process.wait(60) == 1
    text = said.read_text()
    assert text.count(f"\n{commands.CHANGED}\n") == 1 and "Traceback" not in text, text
    assert not any((folder / "results/tiny/blocks").glob("*"))
    status, text = run(folder)
    assert status == 0 and "finished cells were measured by other code or settings" in text, text


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="asks /proc for processes")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_a_run_that_is_ended_goes_on_where_it_was(tmp_path, number):
    folder = copy(tmp_path)
    mark = f"{time.time()}"
    environment = dict(os.environ, TRIAL_RUN=mark)
    process = subprocess.Popen(
        command(), cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    process.mark = mark
    deadline = time.monotonic() + 60
    while len(raw(folder)) < 6:  # the first set, and a part of the second one
        assert process.poll() is None and time.monotonic() < deadline
        time.sleep(0.02)
    process.send_signal(number)
    process.wait(60)
    deadline = time.monotonic() + 15
    while group_of(process):
        assert time.monotonic() < deadline, "something of the dead run goes on"
        time.sleep(0.1)
    incomplete = max(raw(folder), key=raw(folder).get).parent
    before = raw(folder)
    cleared = subprocess.run(
        [sys.executable, str(Path("scripts/sweep/recovery.py").resolve())], cwd=folder, capture_output=True, text=True
    )
    assert cleared.returncode == 0, cleared.stderr
    status, text = run(folder)
    assert status == 0, text
    after = raw(folder)
    assert len(after) == 16 + 4  # a file a cell, and one a set
    again = [path for path in before if after[path] != before[path] and path.parent != incomplete]
    assert again == [], "finished cells were measured again"
