"""A few cells, run before the sweep and thrown away: how long this machine takes for each kind of cell."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from measure.contract import discovery
from measure.contract.cell import Cell
from support import units
from sweep import commands, cost_model, plan
from sweep.targets import Sweep

MOST, FEWEST = 12, 2  # cells
MOST_SECONDS, MOST_SHARE = 40, 0.05  # of all of them, the latter of what the sweep should take
CELL_SECONDS = 15  # after which a cell is ended: it counts with these
MANY_BYTES = 2**22  # a size from here on is large
SCRIPTS = Path(__file__).parent.parent


def fit_plan(sweep: Sweep, around: float) -> None:
    """Run the pilot of a sweep that is new, note it in run.json, and fill the plan's `seconds` by it.

    `around`: seconds that the run takes for what is no cell, noted with it.
    """
    facts = json.loads(sweep.run.run.read_text(encoding="utf-8"))
    if facts.get("pilot") or plan.has_begun(sweep.out):
        return
    if found := try_cells(sweep):
        note(sweep, found | {"around": round(around, 1)})


def try_cells(sweep: Sweep) -> dict[str, Any] | None:
    """The names of the pilot's cells, what each took, and the cost model that fits; None of a sweep without cells."""
    rows = choose(sweep)
    if not rows:
        return None
    taken = run(sweep, rows)
    measured = rows[: len(taken)]
    coefficients = cost_model.fit([terms(sweep, row) for row in measured], taken)
    return {"cells": [row["name"] for row in measured], "seconds": taken, "coefficients": coefficients}


def note(sweep: Sweep, found: dict[str, Any]) -> None:
    """Write into run.json and plan.csv what the pilot found."""
    facts = json.loads(sweep.run.run.read_text(encoding="utf-8"))
    estimate_anew(sweep, found["coefficients"])
    plan.write(sweep.run.plan, plan.as_csv(list(sweep.rows.values())))
    plan.write(sweep.run.run, plan.as_json(facts | {"pilot": found}))


def estimate_anew(sweep: Sweep, coefficients: dict[str, float]) -> None:
    """Put the seconds that a cost model expects into the rows of the plan."""
    for row in sweep.rows.values():
        row["seconds"] = str(round(expected_seconds(sweep, row, coefficients), 2))


def described(row: dict[str, str]) -> Any:
    """What the cost model asks of a row's cell."""
    return Cell(row["backend"], row["payload"], int(row["size_bytes"]), int(row["processes"]))


def terms(sweep: Sweep, row: dict[str, str]) -> list[float]:
    return cost_model.terms(described(row), row["operations"].split(), sweep.config["timing"])


def expected_seconds(sweep: Sweep, row: dict[str, str], coefficients: dict[str, float]) -> float:
    operations = row["operations"].split()
    return cost_model.expected_seconds(described(row), operations, sweep.config["timing"], coefficients)


def choose(sweep: Sweep) -> list[dict[str, str]]:
    """The rows of the pilot, those first that stand for most of the sweep's time.

    One cell of each kind, and further ones of the kinds with most time; of a kind, cells from the middle of its time,
    of the newest and the oldest interpreter in turns. No controls: a broken one takes what its fault takes.
    """
    controls = set(discovery.paths(discovery.CONTROLS))
    rows = [row for row in sweep.measured if row["block"] == "0" and row["backend"] not in controls]
    kinds: dict[tuple[bool, ...], list[dict[str, str]]] = {}
    for row in sorted(rows, key=lambda row: float(row["seconds"])):
        kinds.setdefault(kind(row), []).append(row)
    heaviest = sorted(kinds.values(), key=total, reverse=True)[:MOST]
    counts = [1] * len(heaviest)
    while heaviest and sum(counts) < min(MOST, len(rows)):
        room = [total(some) / (count + 1) * (count < len(some)) for some, count in zip(heaviest, counts, strict=True)]
        counts[room.index(max(room))] += 1
    labels = sorted({row["interpreter"] for row in rows}, key=units.version_key)
    turns = [labels[-1], labels[0]] * MOST if labels else []
    picked: list[dict[str, str]] = []
    for some, count in zip(heaviest, counts, strict=True):
        for place in range(count):
            picked.append(middle(some, (place + 0.5) / count, turns[len(picked)], picked))
    return picked


def kind(row: dict[str, str]) -> tuple[bool, ...]:
    """What tells cells apart by their time: a server, a large payload, several workers, a channel, copies by items."""
    backend = discovery.load_or_stand_in(discovery.find(row["backend"]))
    large, several = int(row["size_bytes"]) >= MANY_BYTES, int(row["processes"]) > 1
    by_items = row["payload"] != "blob" and "copy_in" in backend.itemwise
    return bool(backend.servers), large, several, hasattr(backend, "send"), by_items


def total(rows: list[dict[str, str]]) -> float:
    """The seconds that rows should take together."""
    return sum(float(row["seconds"]) for row in rows)


def middle(rows: list[dict[str, str]], share: float, label: str, taken: list[dict[str, str]]) -> dict[str, str]:
    """The row, of an interpreter if it has one, before which a share of the seconds of `rows` lies; none twice."""
    spent, distances = 0.0, []
    for place, row in enumerate(rows):
        begins, spent = spent, spent + float(row["seconds"])
        distance = abs((begins + spent) / 2 - share * total(rows))
        distances.append((row in taken, row["interpreter"] != label, distance, place))
    return rows[min(distances)[-1]]


def run(sweep: Sweep, rows: list[dict[str, str]]) -> list[float]:
    """The wall seconds of the first rows, as many as may be: two, then until the time is used up."""
    allowed = min(
        MOST_SECONDS, MOST_SHARE * total([row for row in sweep.measured if int(row["block"]) in sweep.blocks])
    )
    taken: list[float] = []
    with tempfile.TemporaryDirectory(prefix="pilot-") as folder:
        for place, row in enumerate(rows):
            if place >= FEWEST and sum(taken) + float(row["seconds"]) > allowed:
                break
            taken.append(round(wall_seconds(commands.of_row(sweep, row), Path(folder) / f"{place}.csv"), 3))
    return taken


def wall_seconds(command: str, out: Path) -> float:
    """How long a cell takes from the start of its interpreter to its end; what it measures is thrown away."""
    words = [*shlex.split(command), str(out), str(os.getpid())]
    started = time.monotonic()
    cell = subprocess.Popen(
        words,
        env=commands.environment(str(SCRIPTS.parent)),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    watch = threading.Timer(CELL_SECONDS, cell.terminate)  # `wait` with a timeout looks only every 50 ms
    watch.daemon = True
    watch.start()
    cell.wait()  # one that is terminated ends its workers and removes what it shares
    watch.cancel()
    return time.monotonic() - started
