"""`make lint` looks at the rules, and not at what was measured in this folder by whatever configuration."""

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.system.tiny_run import copy, tiny

pytestmark = pytest.mark.slow

COMMAND = re.search(
    r"^\t\$\(BIN\)/snakemake (--lint[^#\n]*)", Path("Makefile").read_text(encoding="utf-8"), re.MULTILINE
)[1]


def lint(folder, *words):
    line = [sys.executable, "-m", "snakemake", *words]
    return subprocess.run(line, cwd=folder, capture_output=True, text=True, timeout=120)


def test_cells_of_another_configuration_are_left_alone(tmp_path):
    folder, out = copy(tmp_path), tmp_path / "results"
    (out / "raw").mkdir(parents=True)
    files = {"raw/cell.csv": "", "plan.csv": "name\n", "run.json": json.dumps({"config": tiny()})}
    for name, text in files.items():
        (out / name).write_text(text, encoding="utf-8")
    assert "was made from another configuration" in lint(folder, "--lint").stderr  # else this would show nothing
    done = lint(folder, *shlex.split(COMMAND))
    assert done.returncode == 0, done.stderr
    assert {name: (out / name).read_text(encoding="utf-8") for name in files} == files
