"""Clear Snakemake's lock when the run that took it is dead: a kill -9 leaves it behind."""

import json
import os
import sys
from pathlib import Path

import psutil

STATE = Path(".snakemake")


def claim(state=STATE):
    """Note who runs in this folder; the Snakefile calls it when a run starts."""
    state.mkdir(exist_ok=True)
    owner = psutil.Process(os.getpid())
    (state / "owner.json").write_text(json.dumps({"pid": owner.pid, "created": owner.create_time()}))


def owner(state=STATE):
    """The process number of the run that took the lock, or None when it is gone or unknown."""
    try:
        noted = json.loads((state / "owner.json").read_text())
        alive = psutil.Process(noted["pid"]).create_time() == noted["created"]
    except (OSError, ValueError, KeyError, psutil.NoSuchProcess):
        return None
    return noted["pid"] if alive else None


def elsewhere(state=STATE):
    """A Snakemake at work in this folder: it holds its lock some time before it claims it."""
    here = str(state.absolute().parent.resolve())
    for process in psutil.process_iter(["cmdline", "cwd"]):
        words = [Path(word).name for word in (process.info["cmdline"] or [])[:4]]
        if "snakemake" in words and process.info["cwd"] == here:
            return process.pid
    return None


def locked(state=STATE):
    return any((state / "locks").glob("*"))


def main(state=STATE):
    """Exit status: 0 when the folder is free, 1 when another run is at work in it."""
    if not locked(state):
        return 0
    pid = owner(state) or elsewhere(state)
    if pid is not None:
        print(f"another run (process {pid}) is at work in this folder", file=sys.stderr)
        return 1
    for lock in (state / "locks").glob("*"):  # what `snakemake --unlock` does, without reading the workflow
        lock.unlink()
    print("a run died here: its lock is cleared, what it finished is kept", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
