"""`python -m validate.claim_minutes OUT.csv PUBLISHED`: what `make claim` takes for each claim, by archived cells.

That is what its cells took in the newest archive of the default sweep, cut down to the operations that the claim needs,
in as many blocks as fit. A question is answered by the sweep of all mechanisms, and takes what that took.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import sys
from pathlib import Path
from typing import Any

import pandas as pd

from archive.newest import newest
from collect import cells, time_spent
from judge import claims
from measure.contract.operations import OPERATIONS
from support import units
from support.run_folder import RunFolder
from sweep import cost_model, pilot, plan
from sweep.interpreters import Interpreter
from sweep.targets import Sweep
from validate import claim_extent, one_claim

KEY = ["interpreter", "backend", "payload", "size_bytes", "processes", "placement"]
Archived = dict[tuple[str, ...], tuple[float, list[str]]]  # KEY, as text -> (seconds, operations) of such a cell


def archived(folder: RunFolder) -> Archived:
    """What each cell of an archive took, in the mean over its blocks, and for which operations."""
    frame = cells.load(folder.samples)
    parts = (time_spent.of_cells if (frame["phase"] == "part").any() else time_spent.without_parts)(frame)
    taken = parts.drop(columns="kind").sum(axis=1)
    rows = pd.DataFrame(plan.read(folder.plan)).set_index("name").assign(taken=taken).dropna(subset="taken")
    groups = rows.groupby(KEY).agg(taken=("taken", "mean"), operations=("operations", "first")).reset_index()
    return {
        tuple(row[name] for name in KEY): (row["taken"], row["operations"].split()) for row in groups.to_dict("records")
    }


def planned(config: dict[str, Any], run: dict[str, Any]) -> Sweep:
    """What a configuration plans for the interpreters of an archived run."""
    labels = sorted(run["interpreters"], key=units.version_key)  # the oldest first
    chosen = {label: interpreter(run["interpreters"][label]) for label in labels}
    rows = list(csv.DictReader(io.StringIO(plan.as_csv(plan.cells(config, chosen)))))
    return Sweep(config, rows, dict.fromkeys([*run.get("older", {}), *chosen], ""))


def interpreter(full: str) -> Interpreter:
    """The one that run.json calls `full`, as 3.13.0t; where it was is not archived."""
    return Interpreter("", tuple(map(int, full.rstrip("t").split("."))), free_threaded=full.endswith("t"))


def as_archived(sweep: Sweep, known: Archived) -> None:
    """Put into a plan what its cells took, less what the archived ones did beside; what is new stays an estimate."""
    for row in sweep.measured:
        if there := known.get(tuple(row[name] for name in KEY)):
            seconds, operations = there
            theirs = row | {"operations": " ".join(name for name in operations if name in OPERATIONS)}
            ours, all_ = (pilot.expected_seconds(sweep, one, cost_model.ROUGH) for one in (row, theirs))
            row["seconds"] = str(seconds * ours / all_)


def of_claim(claim: dict[str, Any], known: Archived, run: dict[str, Any]) -> dict[str, Any]:
    """A claim's row: its command, minutes, blocks, and under which interpreters; "" for all."""
    config = one_claim.config(claim)
    sweep = planned(config, run)
    as_archived(sweep, known)
    costs = claim_extent.costs(sweep, None)
    which, blocks, seconds = claim_extent.most_that_fits(costs, config["blocks"], claim_extent.SECONDS)
    row = {"claim": claim["id"], "command": f"make claim ID={claim['id']}", "minutes": seconds / 60}
    return row | {"blocks": blocks, "under": "" if which == "all" else claim_extent.UNDER[which]}


def of_question(claim: dict[str, Any], run: dict[str, Any]) -> dict[str, Any]:
    """The same of a question, by the facts of the run that answered it."""
    minutes = (run["ended"] - run["started"]) / 60
    row = {"claim": claim["id"], "command": "make mechanisms", "minutes": minutes}
    return row | {"blocks": run["blocks"], "under": ""}


def table(published: Path) -> pd.DataFrame:
    """A row a claim or question of the article, in its file's order; `run` is the archive that tells its minutes."""
    folder, everything = newest(published), newest(published, "results/mechanisms")
    if folder is None or everything is None:
        sys.exit(f"{published}: lacks an archived run of the default sweep, or of all mechanisms")
    known, run = archived(RunFolder(folder)), read(RunFolder(folder).run)
    rows = []
    for claim in claims.load(one_claim.ROOT / "config/claims/article.yaml")["claims"]:
        if claim.get("kind") == "question":
            rows.append(of_question(claim, read(RunFolder(everything).verdicts)["run"]) | {"run": everything.name})
        else:
            rows.append(of_claim(claim, known, run) | {"run": folder.name})
    return pd.DataFrame(rows)


def read(path: Path) -> dict[str, Any]:
    return dict(json.loads(path.read_text(encoding="utf-8")))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("published", type=Path, help="the archived runs")
    given = parser.parse_args()
    table(given.published).to_csv(given.out, index=False, float_format="%.2g")
