"""What would spoil a run is noticed: an overloaded core, a loop that miscounts, halved seconds, a negated margin."""

import csv
import os
import re
import shutil
import subprocess
import sys

import pandas as pd
import pytest

from collect import cells, drift, raw_schema
from collect.conduct import by_cell
from judge.instrument import controls, disturbance, twins
from measure.contract.cell import Cell
from tests.measure import cells as measured

pytestmark = [pytest.mark.slow, pytest.mark.alone]

NAME = "0/x/shared_memory/items-4096-1"
COLD = """
import time

from measure.contract.discovery import load, paths

BEGUN = []


def wait_while_cold():
    now = time.perf_counter()
    if not BEGUN:
        BEGUN.append(now)
    while now < BEGUN[0] + 0.009 and time.perf_counter() < now + 5e-6:
        pass


class Backend(load(paths()["shared_memory"])):
    \"\"\"Shared memory whose reads are slow for 9 ms, as those of pages that nobody touched are.\"\"\"

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


def conduct_of(folder):
    """What marks the cell that is measured in a folder."""
    frame = raw_schema.read([measure(folder)])
    return disturbance.disturbance(frame, by_cell(frame)).iloc[0]


@pytest.mark.skipif(not os.path.exists("/proc/stat"), reason="the system doesn't tell who was busy")
def test_a_busy_neighbour_marks_the_cell(tmp_path):
    calm = conduct_of(tmp_path / "calm")
    burner = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    try:
        loaded = conduct_of(tmp_path / "loaded")
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
    rows = [row for row in rows if row["phase"] == "sample"]
    assert {row["error"] for row in rows} == {"wrong"}
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
    """One test of the criteria, run for real against a judge whose margin is negated."""
    for part in ("scripts", "tests", "report", "config", "pyproject.toml"):
        copy = shutil.copytree if os.path.isdir(part) else shutil.copy
        copy(part, tmp_path / part)
    decisions = tmp_path / "scripts/judge/decisions.py"
    command = [sys.executable, "-m", "pytest", "-x", "-q", "tests/judge/test_criteria.py"]
    command += ["-k", "planted_truth and isn and least"]  # "3 isn't at least ten"
    good = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=300)
    assert good.returncode == 0, good.stdout
    text = decisions.read_text(encoding="utf-8")
    assert "if low > margin:" in text
    decisions.write_text(text.replace("if low > margin:", "if low > -margin:"), encoding="utf-8")
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=300).returncode == 1


def over_blocks(folder, scripts, backend, operations, **settings):
    """The samples of a small cell in each of 6 blocks, measured by the harness in `scripts`."""
    paths = []
    for block in range(6):
        out = folder / f"{block}/x/{backend}/items-4096-1.csv"
        out.parent.mkdir(parents=True)
        cell = dict(backend=backend, payload="items", size=4096, processes=1, name=str(out.relative_to(folder))[:-4])
        cell.update(block=block, interpreter="x", operations=operations, seed=7)
        timing = dict(measured.SETTINGS, minimum_batches=6, **settings)
        command = [sys.executable, "-s", "-m", "measure", Cell(**cell, settings=timing).to_json(), str(out)]
        subprocess.run(
            [*command, str(os.getpid())], env=dict(os.environ, PYTHONPATH=str(scripts)), check=True, timeout=60
        )
        paths.append(out)
    return raw_schema.read(paths)


# The constants of the warm-ups: (module, name). A harness that doesn't warm up has 0 in their place.
WARM_UPS = (
    ("timing/warm_up.py", "VISITS"),
    ("timing/visits.py", "WARM_SECONDS"),
    ("timing/visits.py", "REWARM_SECONDS"),
    ("timing/visits.py", "MOST_REWARM_SECONDS"),
)
COLDER = [(module, rf"(?m)^{name} = [\d.]+", f"{name} = 0") for module, name in WARM_UPS]


def sabotaged(folder, *changes):
    """A copy of the harness with the changes made, each (module, pattern, new)."""
    shutil.copytree("scripts/measure", folder / "measure", ignore=shutil.ignore_patterns("__pycache__"))
    for module, pattern, new in changes:
        path = folder / "measure" / module
        text, count = re.subn(pattern, new, path.read_text(encoding="utf-8"))
        assert count == 1, (module, pattern)
        path.write_text(text, encoding="utf-8")
    return folder


def cold_and_warm(folder, backend):
    """Two harnesses that know a backend which is cold at first: as it is, and without its warm-up."""
    found = [sabotaged(folder / name, *some) for name, some in (("warm", ()), ("cold", COLDER))]
    for scripts in found:
        (scripts / f"measure/backends/{backend}.py").write_text(COLD, encoding="utf-8")
    return found


def is_drifting(folder, scripts):
    frame = over_blocks(folder, scripts, "cold_at_first", ("read_item",), window_seconds=0.018)
    words = drift.steadiness(drift.drifts(frame)).xs("read_item", level="operation")["steadiness"]
    return words.tolist() == ["drifting"]


def test_memory_that_is_touched_first_in_its_window_is_found_as_a_drift(tmp_path):
    warm, cold = cold_and_warm(tmp_path, "cold_at_first")
    assert not is_drifting(tmp_path / "of warm", warm)
    # Who has to wait for a processor may find the 9 ms gone: a busy machine gets three tries.
    assert any(is_drifting(tmp_path / f"of cold {number}", cold) for number in range(3))


@pytest.mark.parametrize("less", [False, True])
def test_what_is_warmed_up_less_is_refused_beside_its_twin(tmp_path, less):
    warm, _ = cold_and_warm(tmp_path / "of one", "one")
    other = cold_and_warm(tmp_path / "of other", "other")[less]
    both = ((warm, "one"), (other, "other"))
    frames = [over_blocks(tmp_path / name, where, name, ("read_item",), window_seconds=0.001) for where, name in both]
    backends = {name: {"view_memory": "the same"} for _, name in both}
    found = twins.twins(pd.concat(map(cells.cells, frames)), backends, {}, set())
    assert [pair.pair for pair in found.refused] == ([["one", "other"]] if less else [])


@pytest.mark.parametrize("fixed", [False, True])
def test_a_fixed_order_of_operations_is_caught_by_the_control_that_leaves_a_trace(tmp_path, fixed):
    change = ((", reverse=block % 2 == 1", ""), ("{seed} {block // 2}", "{seed}")) if fixed else ()
    changes = (("harness/order.py", re.escape(old), new) for old, new in change)
    scripts = sabotaged(tmp_path / "scripts", *changes)
    frame = over_blocks(tmp_path / "raw", scripts, "leaves_a_trace", ("read_item", "write_item"))
    expects = {"trace_of": "write_item", "on": "read_item", "factor": 4}
    values = cells.cells(frame)
    (found,) = controls.Instrument(values, cells.gaps(frame), {"leaves_a_trace": expects}, [1024, 4096]).findings
    assert found["found"] is not fixed, found["missed"]
