"""What was measured by other code or settings is measured anew, and kept aside until somebody deletes it.

Snakemake removes what a job is about to make: a mistake in the new code would else cost all that was finished.
"""

from __future__ import annotations

import csv
from pathlib import Path

from sweep.recovery import ASIDE, set_aside
from sweep.targets import Sweep


def sets(sweep: Sweep) -> list[str]:
    """BLOCK/INTERPRETER/SET of the finished sets in which a cell has another digest than it would have today."""
    return [name for name in sweep.sets if any(digest_of(path) != wanted for path, wanted in files(sweep, name))]


def files(sweep: Sweep, name: str) -> list[tuple[Path, str]]:
    """(file, the digest that its cell would have today) of each cell of a set that has been measured."""
    rows = sweep.sets[name]
    found = [(sweep.out / "raw" / f"{row['name']}.csv", sweep.digests[row["backend"]]) for row in rows]
    return [(path, wanted) for path, wanted in found if path.exists()]


def digest_of(path: Path) -> str:
    """The digest in the first row of a cell's file; "" where it can't be read."""
    with path.open(newline="", encoding="utf-8", errors="replace") as file:
        return str(next(csv.DictReader(file), {}).get("digest") or "")


def make_way(sweep: Sweep) -> str:
    """Set the outdated sets aside; what there is to say about it, or ""."""
    names = sets(sweep)
    for name in names:
        set_aside(sweep.out / "raw" / name, sweep.out)
    return f"{words(sweep, names)}; those of before are kept in {sweep.out}/{ASIDE}/" if names else ""


def words(sweep: Sweep, names: list[str]) -> str:
    """How many cells are measured anew, how long that should take, and why."""
    rows = [row for name in names for row in sweep.sets[name]]
    minutes = sum(float(row["seconds"]) for row in rows) / 60
    return (
        f"{len(rows)} finished cells were measured by other code or settings than today's and are measured anew: "
        f"about {minutes:.1f} minutes"
    )
