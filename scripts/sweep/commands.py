"""Rows of the plan as the command line of their set, cell or search."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from typing import Any

from measure.contract.cell import Cell
from sweep.targets import Sweep

# What is measured must not depend on the shell that starts it: PYTHONOPTIMIZE leaves out asserts, PYTHONDEVMODE makes
# copies twice as slow, PYTHONDONTWRITEBYTECODE has each cell, worker and server compile our modules anew.
DROPPED = "PYTHON"  # whatever begins so
OWN = {"LC_ALL": "C.UTF-8"}  # a cell's texts are in no locale's encoding


def environment(root: str) -> dict[str, str]:
    """That of the shell whose start is `shell_prefix`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(DROPPED)}
    return {**kept, **OWN, "PYTHONPATH": f"{root}/scripts"}


# The sources of what is on trial, as a number, for a shell: it asks before and after each job.
CODE = "cd {} && find measure checks -name '*.py' | LC_ALL=C sort | tr '\\n' '\\0' | xargs -0 cksum | cksum"
CHANGED = (
    "scripts/measure or scripts/checks changed while the run was going on: this is not kept, and what comes after it "
    "is not done. What was finished before stays. Run again, and what the new version concerns is measured anew; or "
    "put the old version back first."
)


def code(root: str) -> str:
    """What tells the sources of what is on trial from another version's."""
    command = CODE.format(shlex.quote(f"{root}/scripts"))
    return subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=True).stdout.strip()


def shell_prefix(root: str, version: str) -> str:
    """What every job's shell starts with: the modules' place, and functions.

    `run_module NAME …` is for the workflow's own Python, `on_trial PYTHON …` for one of the plan, which a node may
    lack; it fails where the sources aren't those of `version`, which is `code`'s, from its start to its end: processes
    that start one after the other would else run two versions at a time.
    Snakemake formats it once more, hence the doubled braces.
    """
    python, scripts = shlex.quote(sys.executable), shlex.quote(f"{root}/scripts")
    asked = CODE.format(scripts)
    functions = (
        f'run_module() {{ {python} -m "$@"; }}',
        f'unchanged() {{ [ "$({asked})" = {shlex.quote(version)} ] || {{ echo "{CHANGED}" >&2; exit 1; }}; }}',
        'there() { [ -x "$1" ] || { echo "$1: no such interpreter on $(uname -n)" >&2; exit 1; }; }',
        'on_trial() { unchanged; there "$1"; local status=0; "$@" || status=$?; unchanged; return $status; }',
    )
    dropped = f'for name in "${{!{DROPPED}@}}"; do unset "$name"; done'
    own = " ".join(f"{name}={value}" for name, value in {**OWN, "PYTHONPATH": scripts}.items())
    prefix = f"set -euo pipefail; {dropped}; export {own}; {'; '.join(functions)}; "
    return prefix.replace("{", "{{").replace("}", "}}")


def cell_set(sweep: Sweep, wildcards: Any) -> str:
    """The interpreter on trial, told what to measure in turns."""
    return of_set(sweep, sweep.set_rows(wildcards))


def of_set(sweep: Sweep, rows: list[dict[str, str]]) -> str:
    """The command of the cells of a set, without the folder that it fills and the process that it ends with."""
    described = ", ".join(described_cell(sweep, row).to_json() for row in rows)
    return f"{shlex.quote(rows[0]['python'])} -s -m measure.cell_set {shlex.quote(f'[{described}]')}"


def of_row(sweep: Sweep, row: dict[str, str]) -> str:
    """The command of one cell, alone, without the file that it writes and the process that it ends with."""
    described = described_cell(sweep, row)
    return f"{shlex.quote(row['python'])} -s -m measure {shlex.quote(described.to_json())}"


def described_cell(sweep: Sweep, row: dict[str, str]) -> Cell:
    """The cell of a row of the plan."""
    return Cell(
        backend=row["backend"],
        payload=row["payload"],
        size=int(row["size_bytes"]),
        processes=int(row["processes"]),
        start_method=row["start_method"],
        placement=row["placement"],
        name=row["name"],
        interpreter=row["interpreter"],
        operations=tuple(row["operations"].split()),
        block=int(row["block"]),
        seed=sweep.config["seed"],
        settings=sweep.config["timing"],
        digest=sweep.digests[row["backend"]],
    )


def limit(sweep: Sweep, wildcards: Any) -> str:
    """The interpreter on trial, told for which backend and elements to look for the largest payload."""
    row = next(row for row in sweep.rows.values() if row["interpreter"] == wildcards["interpreter"])
    limits = sweep.config["limits"]
    first = limits.get("try_first", {"sizes": [], "deadline_seconds": 0})
    description = {
        "interpreter": wildcards["interpreter"],
        "backend": wildcards["backend"],
        "elements": limits["elements"],
        "start_method": sweep.config["start_method"],
        "settings": {
            "cap_bytes": limits["cap_bytes"],
            "cap_seconds": limits["cap_seconds"],
            "try_first": first["sizes"],
            "deadline_seconds": first["deadline_seconds"],
        },
        "after": next(iter(sweep.limit_needs(wildcards)), None),
    }
    flags = "-s -O" if wildcards["mode"] == "optimised" else "-s"
    return f"{shlex.quote(row['python'])} {flags} -m measure.largest_payload {shlex.quote(json.dumps(description))}"


def quoted_digests(sweep: Sweep) -> str:
    """What each backend's cells must have been measured with, for a shell."""
    return shlex.quote(json.dumps(sweep.digests, sort_keys=True))
