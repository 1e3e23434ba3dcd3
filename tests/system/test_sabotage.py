"""What would spoil a run is noticed: an overloaded core, a loop that miscounts, halved seconds, a negated margin."""

import csv
import os
import shutil
import subprocess
import sys

import pytest

from collect import drift, raw_schema
from judge import disturbance
from measure.contract.cell import Cell
from tests.measure import cells as measured

pytestmark = pytest.mark.slow

NAME = "0/x/shared_memory/items-4096-1"
COLD = """
import time

from measure.contract.discovery import load, paths

BEGUN = []


def wait_while_cold():
    now = time.perf_counter()
    if not BEGUN:
        BEGUN.append(now)
    while now < BEGUN[0] + 0.03 and time.perf_counter() < now + 5e-6:
        pass


class Backend(load(paths()["shared_memory"])):
    \"\"\"Shared memory whose reads are slow for 30 ms, as those of pages that nobody touched are.\"\"\"

    read_item = "value = view[i]; wait_while_cold()"
"""


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
    calm = disturbance.disturbance(raw_schema.read([measure(tmp_path / "calm")])).iloc[0]
    burner = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    try:
        loaded = disturbance.disturbance(raw_schema.read([measure(tmp_path / "loaded")])).iloc[0]
    finally:
        burner.kill()
        burner.wait()
    assert loaded["busy"] > disturbance.MARKS["busy"][0] and loaded["disturbed"]
    assert loaded["busy"] > calm["busy"]


def test_a_loop_that_runs_once_more_than_it_says_is_found_by_the_counters(tmp_path):
    scripts = tmp_path / "scripts"
    shutil.copytree("scripts/measure", scripts / "measure", ignore=shutil.ignore_patterns("__pycache__"))
    timing = scripts / "measure/timing/compile.py"
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
    with pytest.raises(raw_schema.BadData, match="not the time from started_ns to ended_ns"):
        raw_schema.read([out])


def test_a_negated_margin_fails_the_planted_truth(tmp_path):
    """The tests of the criteria, run for real against a judge whose margin is negated."""
    for part in ("scripts", "tests", "pyproject.toml"):
        copy = shutil.copytree if os.path.isdir(part) else shutil.copy
        copy(part, tmp_path / part)
    criteria = tmp_path / "scripts/judge/criteria.py"
    command = [sys.executable, "-m", "pytest", "-x", "-q", "tests/judge/test_criteria.py", "-k", "planted_truth"]
    good = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120)
    assert good.returncode == 0, good.stdout
    text = criteria.read_text(encoding="utf-8")
    assert "if low > margin:" in text
    criteria.write_text(text.replace("if low > margin:", "if low > -margin:"), encoding="utf-8")
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=120).returncode == 1


def steadiness_of(folder, scripts):
    """The word for the reads of a backend that is cold at first, over 6 blocks measured by the harness in `scripts`."""
    (scripts / "measure/backends/cold_at_first.py").write_text(COLD, encoding="utf-8")
    paths = []
    for block in range(6):
        out = folder / f"{block}/x/cold_at_first/items-4096-1.csv"
        out.parent.mkdir(parents=True)
        cell = dict(
            backend="cold_at_first", payload="items", size=4096, processes=1, name=str(out.relative_to(folder))[:-4]
        )
        cell.update(block=block, interpreter="x", operations=("read_item",), seed=7)
        settings = dict(measured.SETTINGS, window_seconds=0.09, minimum_batches=6)
        command = [sys.executable, "-s", "-m", "measure", Cell(**cell, settings=settings).to_json(), str(out)]
        subprocess.run(
            [*command, str(os.getpid())], env=dict(os.environ, PYTHONPATH=str(scripts)), check=True, timeout=60
        )
        paths.append(out)
    (word,) = drift.steadiness(drift.drifts(raw_schema.read(paths)))["steadiness"]
    return word


def test_memory_that_is_touched_first_in_its_window_is_found_as_a_drift(tmp_path):
    for name in ("warm", "cold"):
        shutil.copytree("scripts/measure", tmp_path / name / "measure", ignore=shutil.ignore_patterns("__pycache__"))
    rule = tmp_path / "cold/measure/timing/warm_up.py"
    text = rule.read_text(encoding="utf-8")
    assert "\nWARM_SECONDS = 0.05\n" in text and "\nVISITS = 2 " in text
    text = text.replace("\nWARM_SECONDS = 0.05\n", "\nWARM_SECONDS = 0\n").replace("\nVISITS = 2 ", "\nVISITS = 0 ")
    rule.write_text(text, encoding="utf-8")
    assert steadiness_of(tmp_path / "of warm", tmp_path / "warm") != "drifting"
    assert steadiness_of(tmp_path / "of cold", tmp_path / "cold") == "drifting"
