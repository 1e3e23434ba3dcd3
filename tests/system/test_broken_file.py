"""One bad file stops nobody else: a backend that nobody asked for is no obstacle, one that was asked for is a row."""

import csv
import os
import shutil
import subprocess
import sys

import pytest
import yaml

pytestmark = pytest.mark.slow

PARTS = ("Snakefile", "rules", "scripts", "config", "report", "profiles", "environment.yml")


PLAN = "import sys, yaml; from sweep import targets; targets.load(yaml.safe_load(open(sys.argv[1])), sys.argv[1:])"


def planned(folder, **changes):
    """The plan's rows of a run, whose dry run goes, in a copy of the project with a backend that can't be imported."""
    for part in PARTS:
        (shutil.copytree if os.path.isdir(part) else shutil.copy)(part, folder / part)
    (folder / "scripts/measure/backends/a_broken_one.py").write_text("class Backend(:\n", encoding="utf-8")
    config = yaml.safe_load((folder / "config/config.yaml").read_text(encoding="utf-8"))
    config |= {"outdir": "results/tiny", "blocks": 1, "interpreters": [sys.executable], **changes}
    (folder / "tiny.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    dry_run = ["-m", "snakemake", "--dry-run", "--cores", "1", "--configfile", "tiny.yaml"]
    environment = dict(os.environ, PYTHONPATH="scripts")
    for words in (dry_run, ["-c", PLAN, "tiny.yaml"]):
        command = [sys.executable, *words]
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", timeout=120)
        assert done.returncode == 0 and "Traceback" not in done.stderr, done.stderr
    with (folder / "results/tiny/plan.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_one_that_nobody_asked_for_is_no_obstacle(tmp_path):
    assert not [row for row in planned(tmp_path) if row["backend"] == "a_broken_one"]


def test_one_that_was_asked_for_is_declined_with_its_error(tmp_path):
    rows = planned(tmp_path, backends=["shared_memory", "a_broken_one"])
    reasons = {row["reason"] for row in rows if row["backend"] == "a_broken_one"}
    assert len(reasons) == 1
    assert "backends/a_broken_one.py: can't be imported: SyntaxError" in reasons.pop()
    assert [row for row in rows if row["backend"] == "shared_memory" and not row["reason"]]
