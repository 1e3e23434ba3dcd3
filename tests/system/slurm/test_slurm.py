"""The sweep on a real Slurm of two nodes, from a laptop's verdicts to lost nodes: `make test-slurm`.

Both nodes are this machine, so nothing that is timed here is a result; the nodes are told apart by their names.
"""

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
import yaml

from sweep import commands
from tests.system import tiny_run
from tests.system.slurm import cluster as slurm

pytestmark = pytest.mark.slurm

if not os.environ.get("TEST_SLURM"):
    pytest.skip("installs and starts Slurm, for minutes: make test-slurm", allow_module_level=True)

BLOCKS = 6  # the fewest that decide a claim about speed
FAST = ["--slurm-status-command", "squeue", "--slurm-init-seconds-before-status-checks", "3"]
SECONDS = 240  # for a whole run on a slow machine


def configuration(**changes):
    """The workflow's tiny sweep, with a mechanism that is slower by far, so that something is decided."""
    part = {"why": "a test", "interpreters": "all", "payloads": ["items"], "sizes": ["1 KiB"], "processes": [1]}
    backends = ["manager_list", "shareable_list", "shared_memory"]
    sweep = [part | {"operations": ["attach", "read_item", "write_item"]}]
    return tiny_run.tiny(blocks=BLOCKS, backends=backends, sweep=sweep) | changes


def slower():
    """Three blocks of some seconds each, which leave time to end something in their middle."""
    return configuration(blocks=3, timing=tiny_run.tiny()["timing"] | {"window_seconds": 0.3})


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    with slurm.Cluster(tmp_path_factory.mktemp("cluster")) as cluster:
        yield cluster
        daemons = cluster.daemons()
    assert daemons and not [pid for pid in daemons if Path(f"/proc/{pid}").exists()]
    assert not cluster.daemons() and not slurm.CONF.exists()


def copy(folder, config):
    """The repository with a configuration of its own."""
    tiny_run.copy(folder)
    (folder / "tiny.yaml").write_text(yaml.safe_dump(config))
    return folder


def command(*words, profile="slurm", fast=None):
    fast = fast or (FAST if profile == "slurm" else ["--seconds-between-status-checks", "3"])
    words = [*words, "--workflow-profile", f"profiles/{profile}", *fast, "--configfile", "tiny.yaml"]
    return [sys.executable, "-m", "snakemake", *words]


def run(folder, *words, **options):
    """(exit status, what was printed)."""
    done = subprocess.run(command(*words, **options), cwd=folder, capture_output=True, text=True, timeout=SECONDS)
    return done.returncode, done.stdout + done.stderr


def start(folder):
    """A run in the background, of the blocks alone."""
    log = (folder / "log").open("w")
    return subprocess.Popen(command(*tables(folder)), cwd=folder, stdout=log, stderr=subprocess.STDOUT)


def tables(folder):
    blocks = yaml.safe_load((folder / "tiny.yaml").read_text())["blocks"]
    return [f"results/tiny/blocks/{block}.parquet" for block in range(blocks)]


def gathered(folder):
    """Raw file -> when it was written, of the blocks that have their table."""
    there = {Path(table).stem for table in tables(folder) if (folder / table).exists()}
    return {path: written for path, written in tiny_run.raw(folder).items() if path.parts[-4] in there}


def ends(folder):
    """The last row of each cell: where and when it ran."""
    samples = pd.concat(pd.read_parquet(folder / table) for table in tables(folder))
    return samples[samples["phase"] == "cell"].sort_values("wall_started")


def check_cells(folder):
    """Every planned cell once, no two sets at a time on a node, each block on one node and its sets in their order."""
    found = ends(folder)
    plan = pd.read_csv(folder / "results/tiny/plan.csv", dtype=str)
    assert sorted(found["cell"].astype(str)) == sorted(plan["name"])
    sets = found.groupby(["node", "block", "set"], observed=True).agg(
        began=("wall_started", "min"), ended=("wall_ended", "max")
    )
    sets = sets.reset_index().sort_values("began")
    for _, some in sets.groupby("node", observed=True):
        assert (some["began"].to_numpy()[1:] >= some["ended"].to_numpy()[:-1]).all()
    planned = plan.assign(set=plan["name"].str.rpartition("/")[0])
    for block, some in sets.groupby("block"):
        assert some["node"].nunique() == 1, block
        wanted = planned[planned["block"] == str(block)].astype({"order": int}).sort_values("order")
        assert list(some["set"]) == list(wanted["set"].unique()), block
    return found, list((folder / "results/tiny/raw").rglob("*.part"))


@pytest.fixture(scope="module")
def laptop(tmp_path_factory):
    folder = copy(tmp_path_factory.mktemp("laptop"), configuration())
    status, text = tiny_run.run(folder)
    assert status == 0, text
    return folder


@pytest.fixture(scope="module")
def finished(cluster, tmp_path_factory):
    """(folder, what the run printed) of a run on the cluster that went to its end."""
    folder = copy(tmp_path_factory.mktemp("run"), configuration())
    status, text = run(folder)
    assert status == 0, text
    return folder, text


def test_every_block_ran_whole_on_one_node_and_both_nodes_were_used(finished):
    folder, _ = finished
    found, parts = check_cells(folder)
    assert set(found["node"]) == set(slurm.NODES)
    assert parts == []


def test_the_plugin_s_affairs_are_no_concern_of_the_user_s(finished):
    _, text = finished
    noise = ["SLURM run ID", "submitted", "submitting", "account", "MinJobAge", "log files older"]
    assert [words for words in noise if words in text] == [], text


def test_without_accounting_and_without_the_key_it_says_so_at_once(cluster, tmp_path):
    folder = copy(tmp_path, configuration(blocks=2))
    status, text = run(folder, *tables(folder), fast=["--slurm-init-seconds-before-status-checks", "3"])
    assert status == 1 and "slurm-status-command: squeue" in text and "Traceback" not in text, text
    assert not cluster.jobs() and not tiny_run.raw(folder)


def test_a_job_that_fails_is_named_with_its_block_and_what_it_wrote(cluster, tmp_path):
    folder = copy(tmp_path, configuration(blocks=2))
    backend = folder / "scripts/measure/cell_set.py"
    backend.write_text(backend.read_text().replace("def main(", "def main(*_):\n    sys.exit('a fault')\n\n\ndef x("))
    status, text = run(folder, *tables(folder))
    assert status == 1 and text.count("a fault") == 1, text
    for block in range(2):
        named = re.search(rf"block {block} failed \(job \d+, FAILED\); its log: (\S+)\. The rest goes on", text)
        assert named and Path(folder, named[1]).exists(), text


def test_a_job_is_a_block(finished, cluster):
    folder, text = finished
    jobs = slurm.output("scontrol", "--oneliner", "show", "job")
    mine = [job for job in jobs.splitlines() if f"WorkDir={folder} " in job + " "]
    blocks = [job for job in mine if "block_cell" in job]
    others = {re.search(r"/(group_\w+)/", job)[1] for job in mine} - {re.search(r"/(group_\w+)/", blocks[0])[1]}
    assert len(blocks) == BLOCKS and len(mine) == BLOCKS + len(others)  # limits, checks, what judges
    assert all("OverSubscribe=NO" in job for job in blocks)
    assert "5 cells of a block in 1 job" in text and "starting it takes more than a tenth" in text
    print(share(blocks, ends(folder)))


def share(jobs, cells):
    """What of the blocks' jobs went into starting them, in words; their times come in whole seconds."""
    lasted = []
    for job in jobs:
        times = [re.search(rf"{name}=(\S+)", job)[1] for name in ("StartTime", "EndTime")]
        lasted.append(pd.Timestamp(times[1]) - pd.Timestamp(times[0]))
    spans = cells.groupby("block").agg(first=("wall_started", "min"), last=("wall_ended", "max"))
    total = sum(lasted, pd.Timedelta(0)).total_seconds()
    outside = (total - (spans["last"] - spans["first"]).sum()) / len(jobs)
    return f"{len(cells) // len(jobs)} cells a job, whose {total / len(jobs):.1f} s hold {outside:.1f} s without a cell"


def test_the_verdicts_are_those_of_a_laptop(finished, laptop):
    """But for a ratio that lies at its margin: here two nodes share the cores that the laptop's run had for itself."""
    runs = [
        decided(json.loads((folder / "results/tiny/verdicts.json").read_text())) for folder in (finished[0], laptop)
    ]
    both = runs[0].keys() & runs[1].keys()
    assert len(both) > 20
    differ = [(runs[0][key], runs[1][key]) for key in both if runs[0][key]["verdict"] != runs[1][key]["verdict"]]
    assert [pair for pair in differ if not all(at_margin(reading) for reading in pair)] == []


def decided(verdicts):
    """What names a reading -> the reading, of those that hold or fail."""
    return {
        (claim["id"], reading["criterion"], json.dumps(reading["conditions"], sort_keys=True)): reading
        for claim in verdicts["claims"]
        for reading in claim["readings"]
        if reading["verdict"] in ("holds", "fails")
    }


def at_margin(reading):
    """Whether its estimate is a ratio within a factor of two of a margin."""
    if reading["criterion"] in ("works", "limit") or reading["estimate"] is None:
        return False
    margins = reading["margin"] if isinstance(reading["margin"], list) else [reading["margin"]]
    return any(1 / 2 <= reading["estimate"] / margin <= 2 for margin in margins)


def test_a_second_run_has_nothing_to_do(finished):
    folder, _ = finished
    before = tiny_run.raw(folder)
    status, text = run(folder)
    assert status == 0 and "Nothing to be done" in text
    assert tiny_run.raw(folder) == before


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


def test_the_generic_profile_does_the_same(cluster, tmp_path):
    folder = copy(tmp_path, configuration(blocks=2))
    status, text = run(folder, *tables(folder), profile="cluster-generic")
    assert status == 0, text
    check_cells(folder)


def test_a_foreign_configuration_is_left_alone(cluster, tmp_path):
    mine = slurm.CONF.read_text()
    slurm.CONF.write_text("ClusterName=real\n")
    try:
        with pytest.raises(slurm.CannotStart, match="stays as it is"), slurm.Cluster(tmp_path):
            raise AssertionError("a cluster was started")
        assert slurm.CONF.read_text() == "ClusterName=real\n"
    finally:
        slurm.CONF.write_text(mine)
