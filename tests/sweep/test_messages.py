"""A run opens with its estimate; one for the matrix alone opens and ends with its own words."""

import json

import pytest

from sweep import messages, pilot, undecidable
from tests.sweep.default import load


def test_estimate_is_a_sentence_with_minutes(config):
    assert " minutes (a rough guess" in messages.estimate(load(config))


def test_the_estimate_is_told_where_progress_is(config, monkeypatch, capsys):
    monkeypatch.setattr(pilot, "fit_plan", lambda sweep, around: None)
    monkeypatch.setattr(undecidable, "warnings", lambda blocks: [])
    sweep = load(config)
    messages.announce(sweep, {"all"})
    out, told = capsys.readouterr()
    assert out == "" and told == f"{messages.estimate(sweep)}\n"
    messages.announce(sweep, {"all"}, here=False)
    assert len(capsys.readouterr().err.splitlines()) == 2


def test_no_cell_is_tried_on_a_cluster_s_login_node_nor_for_the_matrix(config, monkeypatch):
    monkeypatch.setattr(pilot, "fit_plan", lambda sweep, around: pytest.fail("tried"))
    messages.announce(load(config), {"all"}, here=False)
    messages.announce(load(config), {"safety"})


def test_a_dry_run_is_announced_and_writes_nothing(config, tmp_path, capsys):
    sweep = load(config, dry=True)
    messages.announce_dry_run(sweep, ["snakemake", "-n"])
    assert "cells in 7 blocks: about" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
    real = load(config)
    assert (real.rows, real.paths) == (sweep.rows, sweep.paths) == (load(config, dry=True).rows, sweep.paths)


def test_a_dry_run_s_estimate_is_not_by_another_configuration_s_pilot(config):
    sweep = load(config)
    facts = json.loads(sweep.run.run.read_text())
    sweep.run.run.write_text(json.dumps(facts | {"pilot": {"cells": ["x"]}}))
    assert "by 1 cells that were tried" in messages.estimate(sweep)
    assert "a rough guess" in messages.estimate(load(config | {"blocks": 6}, dry=True))


def test_the_words(sweep, tmp_path):
    alone = messages.opening(sweep(backends=["manager_list"]), {"safety"})
    assert alone.startswith("2 backends and interpreters to probe: about 0.2 minutes") and str(tmp_path) in alone
    assert messages.opening(sweep(), set()) == "the sweep"
    assert messages.opening(sweep(in_run=True), set()).startswith("the sweep; before the report ")
    assert "safety.csv" in messages.closing(sweep(), {"safety"})
    assert messages.closing(sweep(), {"all"}) == "No report was made."


def test_the_end_says_what_was_announced_and_what_it_took(config):
    sweep = load(config)
    sweep.run.text.write_text("claim verdict\n")
    words = messages.closing(sweep, {"all"}).splitlines()
    assert words[:2] == ["claim verdict", ""]
    announced = messages.estimated_seconds(sweep) / 60
    assert words[-1].startswith(f"Announced: about {announced:.1f} minutes from nothing; this run took ")


def test_the_probes_of_a_run_are_counted_with_what_was_announced(config):
    sweep = load({**config, "safety": {**config["safety"], "in_run": True}})
    sweep.run.text.write_text("claim verdict\n")
    cells, probes = messages.estimated_seconds(sweep) / 60, messages.probe_seconds(sweep) / 60
    said = f"about {cells + probes:.1f} minutes from nothing, {probes:.1f} of them for the probes; this run took "
    assert probes > 0 and said in messages.closing(sweep, {"all"})


def test_what_many_jobs_wrote_is_told_once(tmp_path):
    logs = [tmp_path / f"{number}.log" for number in range(4)]
    for log, words in zip(logs, ["changed\n", "other\n", "changed\n", "changed\n"], strict=True):
        log.write_text(words, encoding="utf-8")
    told = tmp_path / "snakemake.log"
    lines = [f"Command 'x 2> {log}' returned non-zero exit status 1.\n" for log in logs]
    told.write_text("".join(lines), encoding="utf-8")
    assert messages.failed_job_logs(str(told)) == f"{logs[0]} and 2 more:\nchanged\n\n{logs[1]}:\nother\n"


def test_an_older_run_has_no_pilot(config):
    sweep = load(config)
    facts = json.loads(sweep.run.run.read_text())
    assert "pilot" not in facts and messages.piloted(sweep) is None
