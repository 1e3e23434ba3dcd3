"""A dead run's lock is cleared, a live one's never."""

import json
import os
import platform
import subprocess
import sys

import psutil
import pytest

from sweep import recovery


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


def note(state, pid, created, node=None):
    (state / "owner.json").write_text(json.dumps({"node": node or platform.node(), "pid": pid, "created": created}))


def test_no_lock_no_word(tmp_path, capsys):
    assert recovery.main(tmp_path / ".snakemake") == 0
    assert capsys.readouterr() == ("", "")


def test_claim_names_this_process(tmp_path):
    recovery.record_owner(code="12 34", state=tmp_path / ".snakemake")
    owner = json.loads((tmp_path / ".snakemake" / "owner.json").read_text())
    known = {"node": platform.node(), "pid": os.getpid(), "created": psutil.Process().create_time()}
    assert owner == known | {"cluster": None, "code": "12 34"}


def test_a_live_owner_keeps_its_lock(state, capsys):
    recovery.record_owner(state=state)
    assert recovery.main(state) == 1
    assert recovery.locked(state)
    assert f"another run (process {os.getpid()})" in capsys.readouterr().err


def test_a_dead_owner_loses_it(state, capsys):
    note(state, dead_pid(), 1.0)
    assert recovery.main(state) == 0
    assert not recovery.locked(state)
    assert capsys.readouterr().err.count("\n") == 1


def test_a_reused_process_number_is_no_owner(state):
    note(state, os.getpid(), 1.0)
    assert recovery.main(state) == 0
    assert not recovery.locked(state)


def test_a_run_of_another_node_keeps_its_lock(state, capsys):
    note(state, dead_pid(), 1.0, node="login2")
    assert recovery.main(state) == 1
    assert recovery.locked(state)
    assert capsys.readouterr().err.startswith("a run was started on login2 (process ")


def fake_squeue(folder, text, monkeypatch):
    """A squeue on the PATH that prints `text`."""
    program = folder / "bin" / "squeue"
    program.parent.mkdir()
    program.write_text(f"#!{sys.executable}\nprint({text!r})\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")


def test_a_user_without_a_name_is_asked_for_by_number(state, capsys, monkeypatch):
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("pwd.getpwuid", {}.__getitem__)
    note(state, dead_pid(), 1.0)
    fake_squeue(state.parent, f"7 {state.parent}", monkeypatch)
    assert recovery.main(state) == 1
    assert capsys.readouterr().err.endswith("scancel 7\n")


def test_the_jobs_of_a_dead_run_keep_its_lock(state, capsys, monkeypatch):
    note(state, dead_pid(), 1.0)
    fake_squeue(state.parent, f"7 {state.parent}\n8 /elsewhere\n9 {state.parent}", monkeypatch)
    assert recovery.main(state) == 1
    assert recovery.locked(state)
    assert capsys.readouterr().err.endswith("scancel 7 9\n")


def test_jobs_of_other_folders_keep_no_lock(state, monkeypatch):
    note(state, dead_pid(), 1.0)
    fake_squeue(state.parent, "8 /elsewhere", monkeypatch)
    assert recovery.main(state) == 0
    assert not recovery.locked(state)


@pytest.mark.parametrize("cluster", ["results", None])
def test_a_block_that_a_cluster_cut_short_is_measured_anew_as_a_whole(tmp_path, cluster):
    state = tmp_path / ".snakemake"
    recovery.record_owner(cluster, state=state)
    paths = (
        "raw/0/3.8/cell.csv",
        "raw/1/3.8/cell.csv",
        "raw/1/3.13/cell.csv",
        "blocks/0.parquet",
        "blocks/1-3.13.parquet",
    )
    for path in paths:
        (tmp_path / "results" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "results" / path).touch()
    assert recovery.main(state) == 0
    left = ["/".join(path.parts[-2:]) for path in sorted((tmp_path / "results/raw").glob("*/*"))]
    assert left == ["0/3.8", "1/3.13"] + ["1/3.8"] * (cluster is None)  # one machine's cells go on where they were


@pytest.mark.parametrize("text", [None, "", "{}", "not json"])
def test_no_readable_owner_and_no_run(state, text):
    if text is not None:
        (state / "owner.json").write_text(text)
    assert recovery.main(state) == 0
    assert not recovery.locked(state)


@pytest.mark.parametrize("leftover", [False, True])
def test_a_live_run_that_has_not_claimed_yet_keeps_its_lock(state, leftover):
    if leftover:  # of the run before
        note(state, dead_pid(), 1.0)
    script = state.parent / "snakemake"
    script.write_text("print(flush=True); input()")
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, script], cwd=state.parent, **pipes) as run:
        run.stdout.readline()
        assert recovery.main(state) == 1
        assert recovery.locked(state)
        run.communicate(b"\n")
