"""What a lost node, a cancelled job, a killed workflow and a new version leave behind, and how the next run goes on."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from sweep import commands
from tests.system import tiny_run
from tests.system.slurm import cluster as slurm
from tests.system.slurm.sweep_run import SECONDS, check_cells, command, configuration, copy, run, tables

pytestmark = pytest.mark.slurm

if not os.environ.get("TEST_SLURM"):
    pytest.skip("installs and starts Slurm, for minutes: make test-slurm", allow_module_level=True)


def slower():
    """Three blocks of some seconds each, which leave time to end something in their middle."""
    return configuration(blocks=3, timing=tiny_run.tiny()["timing"] | {"window_seconds": 0.3})


def start(folder):
    """A run in the background, of the blocks alone."""
    log = (folder / "log").open("w")
    return subprocess.Popen(command(*tables(folder)), cwd=folder, stdout=log, stderr=subprocess.STDOUT)


def gathered(folder):
    """Raw file -> when it was written, of the blocks that have their table."""
    there = {Path(table).stem for table in tables(folder) if (folder / table).exists()}
    return {path: written for path, written in tiny_run.raw(folder).items() if path.parts[-4] in there}


def wait_for_cells(folder, process):
    """Until two blocks have been begun, and are not at their end: a cell's file has its name when it is whole."""

    def begun():
        assert process.poll() is None, (folder / "log").read_text()
        return len({path.parts[-4] for path in (folder / "results/tiny/raw").rglob("*.part")}) == 2

    slurm.wait(begun, 90, "no cells come")


def test_a_lost_node_and_a_cancelled_job(cluster, tmp_path):
    """What a dead node had begun starts anew on the other; what was cancelled is measured by the next run."""
    folder = copy(tmp_path, slower())
    process = start(folder)
    try:
        wait_for_cells(folder, process)
        running = {node: number for number, state, node in cluster.jobs() if state == "RUNNING"}
        cluster.lose("node1")
        slurm.run("scancel", running["node2"])
        cluster.hasten(running["node1"])
        status = process.wait(SECONDS)
    finally:
        cluster.start_node("node1")
    log = (folder / "log").read_text()
    assert status == 1, log
    assert re.search(rf"block \d failed \(job {running['node2']}, CANCELLED\); its log: ", log), log
    before = gathered(folder)
    assert len({path.parts[-4] for path in before}) == len(tables(folder)) - 1, log
    slurm.wait(lambda: cluster.states()["node1"] == "idle", 60, "the node stays away")
    finish(folder, before)


def finish(folder, before):
    """Another run completes it, and measures nothing again of what is `gathered` already."""
    status, text = run(folder, *tables(folder))
    assert status == 0, text
    check_cells(folder)
    after = tiny_run.raw(folder)
    assert {path: after[path] for path in before} == before


@pytest.mark.parametrize("patient", [True, False])
def test_a_killed_workflow_is_taken_up_again(cluster, tmp_path, patient):
    """Its jobs go on: one waits for them, or cancels them, as profiles/README.md says."""
    folder = copy(tmp_path, slower())
    process = start(folder)
    wait_for_cells(folder, process)
    process.send_signal(signal.SIGKILL)
    process.wait()
    status, words = unlock(folder)
    numbers = {number for number, *_ in cluster.jobs()}
    assert numbers and status == 1 and set(words.split("scancel ")[1].split()) == numbers
    if patient:
        slurm.wait(lambda: not cluster.jobs(), SECONDS, "its jobs never end")
    else:
        cluster.cancel()
    before = gathered(folder)
    assert len({path.parts[-4] for path in before}) == len(tables(folder)) * patient
    status, words = unlock(folder)
    assert status == 0 and "its lock is cleared" in words
    assert ("was cut short" in words) != patient
    finish(folder, before)


def test_a_new_version_in_the_middle_of_a_run_is_told_once_and_nothing_is_measured_by_it(cluster, tmp_path):
    folder = copy(tmp_path, slower())
    process = start(folder)
    wait_for_cells(folder, process)
    file = folder / "scripts/measure/backends/shared_memory.py"
    file.write_text(file.read_text() + "\n\nNEW = 1\n")
    assert process.wait(SECONDS) == 1
    log = (folder / "log").read_text()
    assert log.count(f"\n{commands.CHANGED}\n") == 1, log
    assert gathered(folder) == {}, log


def unlock(folder):
    done = subprocess.run([sys.executable, "scripts/sweep/recovery.py"], cwd=folder, capture_output=True, text=True)
    return done.returncode, done.stderr
