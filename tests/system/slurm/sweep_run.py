"""A tiny sweep on the test cluster: its configuration, its command lines, and what has to be true of its cells."""

import subprocess
import sys

import pandas as pd
import yaml

from tests.system import tiny_run

BLOCKS = 6  # the fewest that decide a claim about speed
FAST = ["--slurm-status-command", "squeue", "--slurm-init-seconds-before-status-checks", "3"]
SECONDS = 240  # for a whole run on a slow machine


def configuration(**changes):
    """The workflow's tiny sweep, with a mechanism that is slower by far, so that something is decided."""
    part = {"why": "a test", "interpreters": "all", "payloads": ["items"], "sizes": ["1 KiB"], "processes": [1]}
    backends = ["manager_list", "shareable_list", "shared_memory"]
    sweep = [part | {"operations": ["attach", "read_item", "write_item"]}]
    return tiny_run.tiny(blocks=BLOCKS, backends=backends, sweep=sweep) | changes


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


def tables(folder):
    blocks = yaml.safe_load((folder / "tiny.yaml").read_text())["blocks"]
    return [f"results/tiny/blocks/{block}.parquet" for block in range(blocks)]


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
