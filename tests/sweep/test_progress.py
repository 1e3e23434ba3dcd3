"""The line of a run's progress counts cells, not jobs; what is left is corrected by what was measured."""

import io
import json
import logging

import pytest
from snakemake_interface_logger_plugins.common import LogEvent

from sweep import progress
from tests.sweep.default import load


class Terminal(io.StringIO):
    """Text that a terminal got."""

    def isatty(self):
        return True


class Clock:
    """A time that goes on when it is told."""

    now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def measured(sweep, name, error="", backend=None):
    """End a set, in whose first cell of a backend an operation came to an `error`."""
    folder = sweep.out / "raw" / name
    folder.mkdir(parents=True)
    rows = [row for row in sweep.sets[name] if backend in (None, row["backend"])]
    (sweep.out / "raw" / f"{rows[0]['name']}.csv").write_text(f"cell,check,error,reason\nx,,{error},why\n")
    (folder / progress.DONE).touch()


def planned(sweep, names):
    return sum(float(row["seconds"]) for name in names for row in sweep.sets[name])


def test_it_counts_the_cells_of_the_sets_that_have_ended(config, clock):
    sweep = load(config)
    names = [name for name, rows in sweep.sets.items() if "shared_memory" in {row["backend"] for row in rows}][:3]
    told = progress.Progress(sweep, io.StringIO(), clock)
    measured(sweep, names[0])
    measured(sweep, names[1], "timeout", "shared_memory")
    (sweep.out / "raw" / names[2]).mkdir(parents=True)  # at work
    told.look()
    done = len(sweep.sets[names[0]]) + len(sweep.sets[names[1]])
    assert told.line().startswith(f"{done:,} of {len(sweep.measured):,} cells done, about ")
    assert told.line().endswith(", 1 failed")


def test_what_a_control_is_meant_to_do_is_no_failure(config, clock):
    sweep = load(config)
    name = next(name for name in sweep.sets if any(row["backend"] == "wrong_value" for row in sweep.sets[name]))
    measured(sweep, name, "wrong", "wrong_value")
    told = progress.Progress(sweep, io.StringIO(), clock)
    told.look()
    assert told.ended == {name: 0}


@pytest.mark.parametrize(("error", "failed"), [("died", 1), ("refused", 0), ("predicted", 0), ("", 0)])
def test_a_refusal_is_no_failure(config, clock, error, failed):
    sweep = load(config)
    name, backend = next(
        (name, row["backend"])
        for name, rows in sweep.sets.items()
        for row in rows
        if row["backend"] not in progress.discovery.paths(progress.discovery.CONTROLS)
    )
    measured(sweep, name, error, backend)
    told = progress.Progress(sweep, io.StringIO(), clock)
    told.look()
    assert told.ended == {name: failed}


def test_the_time_that_is_left_goes_by_this_process_s_cells(config, clock):
    sweep = load(config)
    first, second, *others = sweep.sets
    measured(sweep, first)  # by the process before
    told = progress.Progress(sweep, io.StringIO(), clock)
    told.start()
    assert told.seconds_left(told.wanted()) == pytest.approx(planned(sweep, [second, *others]))
    measured(sweep, second)
    clock.now += 3 * planned(sweep, [second])
    told.look()
    assert told.seconds_left(told.wanted()) == pytest.approx(3 * planned(sweep, others))
    told.stop()


def test_a_file_gets_lines_and_a_terminal_one_that_moves(config, clock):
    sweep = load(config)
    for stream, shown in ((io.StringIO(), "0 of"), (Terminal(), f"{progress.CLEAR}0 of")):
        told = progress.Progress(sweep, stream, clock)
        told.start()
        told.stop()
        assert stream.getvalue().startswith(shown) and stream.getvalue().endswith(" failed\n")


def test_a_run_that_has_measured_all_tells_nothing(config, clock):
    sweep = load(config)
    for name in sweep.sets:
        measured(sweep, name)
    told = progress.Progress(sweep, io.StringIO(), clock)
    told.start()
    told.stop()
    assert told.stream.getvalue() == ""


def test_a_line_comes_by_itself(config, clock, monkeypatch):
    monkeypatch.setattr(progress, "FILE_SECONDS", 0.01)
    told = progress.Progress(load(config), io.StringIO(), clock)
    told.start()
    while told.stream.getvalue().count("\n") < 2:
        told.stopped.wait(0.01)
    told.stop()


def test_a_budget_s_later_blocks_count_once_they_are_allotted(config, clock):
    sweep = load(config | {"blocks": None, "budget": "2 h"})
    told = progress.Progress(sweep, io.StringIO(), clock)
    first = told.wanted()
    assert {int(name.partition("/")[0]) for name in first} == set(sweep.blocks)
    chosen = first[0].partition("/")[2]
    sweep.run.budget.write_text(json.dumps({"families": [{"sets": [chosen], "blocks": len(sweep.blocks) + 2}]}))
    assert set(told.wanted()) - set(first) == {f"{len(sweep.blocks) + more}/{chosen}" for more in (0, 1)}


def test_snakemake_s_own_lines_about_jobs_are_kept_away(config, clock):
    told = progress.Progress(load(config), Terminal(), clock)
    quiet = progress.Quiet(told)
    started = logging.makeLogRecord({"msg": "Execute 1 jobs...", "event": LogEvent.JOB_STARTED})
    assert not quiet.filter(started) and not quiet.filter(logging.makeLogRecord({"msg": progress.SELECTING}))
    assert quiet.filter(logging.makeLogRecord({"msg": "something else"})) and told.stream.getvalue() == ""
    told.start()
    assert quiet.filter(logging.makeLogRecord({"msg": "something else"})) and told.stream.getvalue() == progress.CLEAR
    told.stop()
