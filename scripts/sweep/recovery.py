"""Ready the folder for a run: clear the lock that a kill -9 left behind, and the blocks that a cluster cut short.

Which run it was stands in .snakemake/owner.json.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psutil

STATE = Path(".snakemake")
ASIDE = "outdated"  # of a run's folder


def record_owner(cluster: Path | None = None, code: str = "", state: Path = STATE) -> None:
    """Note who runs in this folder; the Snakefile calls it when a run starts.

    `cluster`: the folder of its results when its cells are a cluster's jobs; `code`: by which sources, for these jobs.
    """
    state.mkdir(exist_ok=True)
    owner = psutil.Process(os.getpid())
    noted = {"node": platform.node(), "pid": owner.pid, "created": owner.create_time(), "code": code}
    (state / "owner.json").write_text(json.dumps({**noted, "cluster": cluster and str(cluster)}))


def recorded_owner(state: Path = STATE) -> dict[str, Any]:
    """What `claim` wrote, or nothing where that can't be read."""
    try:
        return dict(json.loads((state / "owner.json").read_text()))
    except (OSError, ValueError, TypeError):
        return {}


def living_owner(state: Path = STATE) -> tuple[str, int] | None:
    """(node, process number) of the run that took the lock, or None when it is gone or unknown.

    What was started on another node counts as alive: from here nobody can tell.
    """
    known = recorded_owner(state)
    try:
        alive = known["node"] != platform.node() or psutil.Process(known["pid"]).create_time() == known["created"]
    except (KeyError, psutil.NoSuchProcess):
        return None
    return (known["node"], known["pid"]) if alive else None


def running_snakemake(state: Path = STATE) -> int | None:
    """A Snakemake at work in this folder: it holds its lock some time before it claims it."""
    here = str(state.absolute().parent.resolve())
    for process in psutil.process_iter(["cmdline", "cwd"]):
        words = [Path(word).name for word in (process.info["cmdline"] or [])[:4]]
        if "snakemake" in words and process.info["cwd"] == here:
            return process.pid
    return None


def locked(state: Path = STATE) -> bool:
    return any((state / "locks").glob("*"))


def slurm_jobs(state: Path = STATE) -> list[str]:
    """The numbers of Slurm's jobs from this folder that still wait or run: they outlive the run that submitted them."""
    if not shutil.which("squeue"):
        return []
    command = ["squeue", "--noheader", "--format=%i %Z", "--user", str(os.getuid())]  # which may have no name
    lines = subprocess.run(
        command, capture_output=True, encoding="utf-8", errors="replace", timeout=60
    ).stdout.splitlines()
    here = str(state.absolute().parent.resolve())
    return [number for number, folder in (line.split(maxsplit=1) for line in lines) if os.path.realpath(folder) == here]


def obstacle(state: Path = STATE) -> str | None:
    """Why the lock has to stay, in a line, or None."""
    node, pid = living_owner(state) or (platform.node(), None)
    if node != platform.node():
        return f"a run was started on {node} (process {pid}): go there, or delete {state}/owner.json when it is dead"
    jobs = slurm_jobs(state) if pid is None else []
    if jobs:
        return f"the dead run's jobs go on: wait until squeue shows them no more, or say: scancel {' '.join(jobs)}"
    pid = pid or running_snakemake(state)
    return f"another run (process {pid}) is at work in this folder" if pid else None


def unfinished_folders(state: Path = STATE) -> list[Path]:
    """The folders (raw/BLOCK/INTERPRETER) of cells that the last run, a cluster's, has not gathered into a table.

    The block's other cells would be measured on whichever node is free, and could be compared with none of these.
    """
    out = recorded_owner(state).get("cluster")
    folders = sorted((state.absolute().parent / out).glob("raw/*/*")) if out else []
    return [folder for folder in folders if not any(table.exists() for table in tables_of(folder))]


def tables_of(folder: Path) -> list[Path]:
    """The tables that may hold the cells of raw/BLOCK/INTERPRETER."""
    block = folder.parent.name
    return [folder.parents[2] / f"blocks/{name}.parquet" for name in (block, f"{block}-{folder.name}")]


def set_aside(folder: Path, out: Path) -> Path:
    """Move what is to be measured anew out of the way, from `out`/raw to a folder of now; where it is then."""
    place = out / ASIDE / time.strftime("%Y%m%dT%H%M%S") / folder.relative_to(out / "raw")
    place.parent.mkdir(parents=True, exist_ok=True)
    folder.rename(place)
    return place


def main(state: Path = STATE) -> int:
    """Exit status: 0 when the folder is free, 1 when another run, or what it submitted, is at work in it."""
    words = obstacle(state) if locked(state) else None
    if words:
        print(words, file=sys.stderr)
        return 1
    if locked(state):
        for lock in (state / "locks").glob("*"):  # what `snakemake --unlock` does, without reading the workflow
            lock.unlink()
        print("a run died here: its lock is cleared, what it finished is kept", file=sys.stderr)
    for folder in unfinished_folders(state):
        place = set_aside(folder, folder.parents[2])
        print(f"{folder} was cut short: it is measured anew, on one node; it is kept in {place}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
