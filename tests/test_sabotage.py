"""What would spoil a run is noticed: an overloaded core, a loop that miscounts, halved seconds, a negated margin."""

import csv
import os
import shutil
import subprocess
import sys

import numpy as np
import pytest

from analyse import criteria, instrument, raw
from tests.analyse.synthetic import SPAN, cells, growing, no_gaps, reading
from tests.measure import cells as measured

NAME = "0/x/shared_memory/items-4096-1"


def measure(folder, scripts="scripts", operations=("read_item", "increment")):
    """The raw file of a real cell, measured by the harness in `scripts`."""
    out = folder / f"{NAME}.csv"
    out.parent.mkdir(parents=True)
    settings = {"window_seconds": 0.3}
    command = measured.command("shared_memory", "items", 4096, 1, list(operations), str(out), settings)
    subprocess.run(command, env=dict(os.environ, PYTHONPATH=str(scripts)), check=True, timeout=60)
    return out


@pytest.mark.skipif(not os.path.exists("/proc/stat"), reason="the system doesn't tell who was busy")
def test_a_busy_neighbour_marks_the_cell(tmp_path):
    calm = instrument.disturbance(raw.read([measure(tmp_path / "calm")])).iloc[0]
    burner = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    try:
        loaded = instrument.disturbance(raw.read([measure(tmp_path / "loaded")])).iloc[0]
    finally:
        burner.kill()
        burner.wait()
    assert loaded["busy"] > instrument.MARKS["busy"][0] and loaded["disturbed"]
    assert loaded["busy"] > calm["busy"]


def test_a_loop_that_runs_once_more_than_it_says_is_found_by_the_counters(tmp_path):
    scripts = tmp_path / "scripts"
    shutil.copytree("scripts/measure", scripts / "measure", ignore=shutil.ignore_patterns("__pycache__"))
    timing = scripts / "measure/timing.py"
    text = timing.read_text(encoding="utf-8")
    assert "repeat(None, loops)" in text
    timing.write_text(text.replace("repeat(None, loops)", "repeat(None, loops + 1)"), encoding="utf-8")
    out = measure(tmp_path, scripts, operations=["increment_locked"])
    rows = [row for row in csv.DictReader(out.open(newline="")) if row["operation"] == "increment_locked"]
    assert {row["error"] for row in rows if row["phase"] == "sample"} == {"wrong"}
    assert "lost -" in rows[-1]["reason"]


def test_halved_seconds_are_found_by_the_clock(tmp_path):
    out = measure(tmp_path, operations=["read_item"])
    rows = list(csv.DictReader(out.open(newline="")))
    for row in rows:
        if row["phase"] == "sample":
            row["seconds_per_operation"] = float(row["seconds_per_operation"]) / 2
    with out.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    with pytest.raises(raw.BadData, match="not the time from started_ns to ended_ns"):
        raw.read([out])


def test_a_negated_margin_is_found_by_planted_truth(monkeypatch):
    """What the tests of the criteria assert of this frame, a judge with a negated margin gets wrong."""
    frame = cells(growing(50), np.random.default_rng(0), spread=0.02)

    def verdict():
        return criteria.grows(reading("grows", 2), frame, no_gaps(), SPAN, 1).verdict

    assert verdict() == "holds"
    monkeypatch.setattr(
        criteria, "above", lambda low, high, margin: {True: "fails", False: "undecided"}[bool(low > margin)]
    )
    assert verdict() != "holds"
