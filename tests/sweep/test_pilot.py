"""The pilot tries a few cells of a new sweep, of all its kinds, and leaves nothing but its numbers."""

import csv
import json
import sys

import pytest

from sweep import commands, messages, pilot, plan
from sweep.interpreters import Interpreter
from tests.sweep import default
from tests.sweep.default import load


@pytest.fixture
def tried(config, monkeypatch):
    """(sweep, cells that ran): each pretends to take twice as long as the plan says."""
    sweep, ran = load(config), []

    def wall_seconds(command, out):
        row = next(row for row in sweep.measured if commands.of_row(sweep, row) == command)
        ran.append(row["name"])
        return 2 * float(row["seconds"])

    monkeypatch.setattr(pilot, "wall_seconds", wall_seconds)
    return sweep, ran


def test_it_covers_the_kinds_of_cells_and_both_ends(config):
    sweep = load(config)
    rows = pilot.choose(sweep)
    assert len({row["name"] for row in rows}) == pilot.MOST
    assert {row["interpreter"] for row in rows} >= {"3.8", "3.13"}
    assert [set(values) for values in zip(*map(pilot.kind, rows), strict=True)] == [{True, False}] * 5
    assert not {row["backend"] for row in rows} & {"dies", "hangs", "wrong_value"}


def test_its_numbers_are_kept_and_fill_the_plan(tried):
    sweep, ran = tried
    before = messages.estimated_seconds(sweep)
    pilot.fit_plan(sweep, 40.0)
    noted = json.loads(sweep.run.run.read_text())["pilot"]
    assert noted["cells"] == ran and len(noted["seconds"]) == len(ran) >= pilot.FEWEST
    rows = list(csv.DictReader(sweep.run.plan.open(newline="")))
    assert rows == list(sweep.rows.values())
    assert 1.5 * before < messages.estimated_seconds(sweep) < 2.2 * before
    assert f"by {len(ran)} cells that were tried here" in messages.estimate(sweep)
    pilot.fit_plan(sweep, 40.0)
    assert noted["cells"] == ran  # once a run


def test_a_run_that_has_begun_is_left_as_it_is(tried):
    sweep, ran = tried
    (sweep.out / "raw/0").mkdir(parents=True)
    (sweep.out / "raw/0/one.csv").touch()
    pilot.fit_plan(sweep, 40.0)
    assert ran == [] and "pilot" not in json.loads(sweep.run.run.read_text())
    assert "a rough guess" in messages.estimate(sweep)  # as for any older run


def test_it_costs_little_of_a_small_sweep(tried):
    sweep, ran = tried
    sweep.measured = [row for row in sweep.measured if row["block"] == "0" and row["backend"] == "local_list"][:6]
    sweep.blocks = range(1)
    pilot.fit_plan(sweep, 40.0)
    assert len(ran) == pilot.FEWEST


@pytest.mark.alone
def test_a_cell_is_run_for_real_and_thrown_away(config, tmp_path, monkeypatch):
    chosen = {"3.8": Interpreter(sys.executable, sys.version_info[:3])}
    monkeypatch.setattr(plan.interpreters, "choose", lambda wanted: chosen)
    sweep = default.load(config | {"outdir": str(tmp_path / "out")})
    row = next(row for row in sweep.measured if row["backend"] == "shared_memory")
    out = tmp_path / "cell.csv"
    assert 0.05 < pilot.wall_seconds(commands.of_row(sweep, row), out) < pilot.CELL_SECONDS
    assert out.exists()
    monkeypatch.setattr(pilot, "CELL_SECONDS", 0.3)
    asleep = f"{sys.executable} -c 'import time; time.sleep(60)'"
    assert pilot.wall_seconds(asleep, out) < 10
