"""A dead run's lock is cleared, a live one's never."""

import json
import os
import subprocess
import sys

import psutil
import pytest

import unlock


@pytest.fixture
def state(tmp_path):
    """A .snakemake folder with one lock in it."""
    state = tmp_path / ".snakemake"
    (state / "locks").mkdir(parents=True)
    (state / "locks" / "0.output.lock").touch()
    return state


def dead_pid():
    """The number of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def note(state, pid, created):
    (state / "owner.json").write_text(json.dumps({"pid": pid, "created": created}))


def test_no_lock_no_word(tmp_path, capsys):
    assert unlock.main(tmp_path / ".snakemake") == 0
    assert capsys.readouterr() == ("", "")


def test_claim_names_this_process(tmp_path):
    unlock.claim(tmp_path / ".snakemake")
    owner = json.loads((tmp_path / ".snakemake" / "owner.json").read_text())
    assert owner == {"pid": os.getpid(), "created": psutil.Process().create_time()}


def test_a_live_owner_keeps_its_lock(state, capsys):
    unlock.claim(state)
    assert unlock.main(state) == 1
    assert unlock.locked(state)
    assert f"another run (process {os.getpid()})" in capsys.readouterr().err


def test_a_dead_owner_loses_it(state, capsys):
    note(state, dead_pid(), 1.0)
    assert unlock.main(state) == 0
    assert not unlock.locked(state)
    assert capsys.readouterr().err.count("\n") == 1


def test_a_reused_process_number_is_no_owner(state):
    note(state, os.getpid(), 1.0)
    assert unlock.main(state) == 0
    assert not unlock.locked(state)


@pytest.mark.parametrize("text", [None, "", "{}", "not json"])
def test_no_readable_owner_and_no_run(state, text):
    if text is not None:
        (state / "owner.json").write_text(text)
    assert unlock.main(state) == 0
    assert not unlock.locked(state)


@pytest.mark.parametrize("leftover", [False, True])
def test_a_live_run_that_has_not_claimed_yet_keeps_its_lock(state, leftover):
    if leftover:  # of the run before
        note(state, dead_pid(), 1.0)
    script = state.parent / "snakemake"
    script.write_text("print(flush=True); input()")
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, script], cwd=state.parent, **pipes) as run:
        run.stdout.readline()
        assert unlock.main(state) == 1
        assert unlock.locked(state)
        run.communicate(b"\n")
