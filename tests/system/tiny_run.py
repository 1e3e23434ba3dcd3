"""A tiny sweep in a copy of the repository, with the README's backend as one file more."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import yaml

PARTS = ["Snakefile", "rules", "scripts", "config", "report", "profiles", "environment.yml"]
BACKEND = re.search(r"```python\n(.*?)```", Path("README.md").read_text(encoding="utf-8"), re.DOTALL)[1]


def tiny(**changes):
    """A configuration of a few seconds."""
    config = yaml.safe_load(Path("config/config.yaml").read_text(encoding="utf-8"))
    config.update(
        outdir="results/tiny",
        blocks=2,
        interpreters=[sys.executable],
        backends=["shareable_list", "locked_list", "shared_memory"],
        sweep=[
            {
                "why": "a test",
                "interpreters": "all",
                "payloads": ["items", "blob"],
                "sizes": ["1 KiB"],
                "processes": [1],
                "operations": ["read_item", "copy_out", "append"],
            }
        ],
        instrument=[
            {
                "why": "a control",
                "interpreters": "all",
                "backends": ["wrong_value"],
                "payloads": ["items"],
                "sizes": ["1 KiB"],
                "processes": [1],
                "operations": ["read_item"],
            }
        ],
        transfer=[
            {
                "why": "from one process to another",
                "interpreters": "all",
                "backends": ["via_pipe"],
                "payloads": ["blob"],
                "sizes": ["1 KiB"],
                "processes": [1],
                "operations": ["transfer"],
            }
        ],
        causes=[],
        limits={"backends": ["shareable_list"], "elements": ["int_bits"], "cap_bytes": 1024, "cap_seconds": 1},
    )
    config["timing"].update(window_seconds=0.01, batch_seconds=0.002)
    return config | changes


def copy(folder):
    """The repository's own files, with one backend more, the README's: one file and no other change."""
    for part in PARTS:
        if Path(part).is_dir():
            shutil.copytree(part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(part, folder / part)
    (folder / "scripts/measure/backends/locked_list.py").write_text(BACKEND)
    (folder / "tiny.yaml").write_text(yaml.safe_dump(tiny()))
    return folder


def command(*words, config="tiny.yaml"):
    return [sys.executable, "-m", "snakemake", "--cores", "all", "--configfile", config, *words]


def run(folder, *words, **options):
    done = subprocess.run(command(*words, **options), cwd=folder, capture_output=True, text=True, timeout=300)
    return done.returncode, done.stdout + done.stderr


def raw(folder):
    """Raw file -> when it was written."""
    return {path: path.stat().st_mtime_ns for path in (folder / "results/tiny/raw").rglob("*.csv")}
