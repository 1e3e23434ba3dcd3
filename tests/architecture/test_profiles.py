"""The cluster's profiles keep what the default one sets, group the same rules, and name none that isn't there."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

PROFILES = {path.parent.name: yaml.safe_load(path.read_text()) for path in Path("profiles").glob("*/config.yaml")}
CLUSTERS = sorted(set(PROFILES) - {"default"})
RULES = {
    name for file in Path("rules").glob("*.smk") for name in re.findall(r"^rule (\w+):", file.read_text(), re.MULTILINE)
}
PAGE = Path("profiles/README.md").read_text(encoding="utf-8")


def test_there_are_two_for_clusters():
    assert CLUSTERS == ["cluster-generic", "slurm"]


@pytest.mark.parametrize("name", CLUSTERS)
def test_what_the_default_profile_sets_is_kept(name):
    """Snakemake takes one workflow profile, so each says it again."""
    default = PROFILES["default"]
    assert {key: PROFILES[name].get(key) for key in default} == default


@pytest.mark.parametrize("name", CLUSTERS)
def test_every_rule_belongs_to_a_job_and_exists(name):
    groups = PROFILES[name]["groups"]
    assert set(groups) == RULES
    assert groups["cell_set"] == groups["block"] and groups["limit"] == groups["limits"]
    assert set(PROFILES[name]["set-resources"]) <= RULES


@pytest.mark.parametrize("rule", ["cell_set", "block", "limit", "limits"])
def test_what_is_measured_has_its_node_for_itself(rule):
    assert PROFILES["slurm"]["set-resources"][rule]["slurm_extra"] == "'--exclusive'"
    assert "--exclusive" in PROFILES["cluster-generic"]["cluster-generic-submit-cmd"]


@pytest.mark.parametrize("name", CLUSTERS)
def test_the_page_explains_the_keys(name):
    told = {
        "jobs",
        "cores",
        "groups",
        "default-resources",
        "set-resources",
        "slurm-requeue",
        "executor",
        "slurm-pass-command-as-script",
    }
    keys = set(PROFILES[name]) - set(PROFILES["default"])
    assert all(key in PAGE for key in told)
    assert keys - told <= {f"cluster-generic-{word}-cmd" for word in ("submit", "status", "cancel")}
    assert "cluster-generic-*-cmd" in PAGE


def test_the_examples_of_the_page_are_profiles():
    for text in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL):
        example = yaml.safe_load(text)
        assert set(example) <= set(PROFILES["slurm"]) | {"slurm-status-command"}
        rules = example.get("set-resources", {})
        assert all(set(PROFILES["slurm"]["set-resources"][rule]) <= set(keys) for rule, keys in rules.items())


@pytest.mark.parametrize(
    ("state", "word"), [("COMPLETED", "success"), ("RUNNING", "running"), ("PENDING", "running"), ("TIMEOUT", "failed")]
)
def test_the_status_script_says_what_became_of_a_job(tmp_path, state, word):
    scontrol = tmp_path / "scontrol"
    scontrol.write_text(f"#!/bin/sh\n[ \"$4\" = 17 ] && echo 'JobId=17 JobName=block JobState={state} Reason=None'\n")
    scontrol.chmod(0o755)
    command = ["profiles/cluster-generic/status.sh", "17"]
    path = f"{tmp_path}:/usr/bin:/bin"
    assert subprocess.run(command, capture_output=True, text=True, env={"PATH": path}).stdout.split() == [word]


def test_a_missing_interpreter_is_named_with_its_node():
    program = "from sweep import commands; prefix = commands.shell_prefix('.', commands.code('.')); "
    program += "print(prefix.replace('{{', '{').replace('}}', '}'))"
    prefix = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env={"PYTHONPATH": "scripts"}, check=True
    ).stdout.strip()
    words = f"{prefix} on_trial /nowhere/python -V 2> /dev/stderr || on_trial /nowhere/python -V again"
    done = subprocess.run(["bash", "-c", words], capture_output=True, text=True)
    assert done.returncode == 1
    assert re.fullmatch(r"/nowhere/python: no such interpreter on \S+\n", done.stderr)
