"""The sweep on a real Slurm of two nodes, up to a laptop's verdicts: `make test-slurm`.

Both nodes are this machine, so nothing that is timed here is a result; the nodes are told apart by their names.
"""

import json
import os
import re
from pathlib import Path

import pandas as pd
import pytest

from tests.system import tiny_run
from tests.system.slurm import cluster as slurm
from tests.system.slurm.sweep_run import BLOCKS, check_cells, configuration, copy, ends, run, tables

pytestmark = pytest.mark.slurm

if not os.environ.get("TEST_SLURM"):
    pytest.skip("installs and starts Slurm, for minutes: make test-slurm", allow_module_level=True)


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
