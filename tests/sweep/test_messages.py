"""A run opens with its estimate; one for the matrix alone opens and ends with its own words."""

import json

import pytest

from sweep import messages, pilot, undecidable
from tests.sweep.default import load


def test_estimate_is_a_sentence_with_minutes(config):
    assert " minutes (a rough guess" in messages.estimate(load(config))


def test_the_estimate_is_told_where_progress_is(config, monkeypatch, capsys):
    monkeypatch.setattr(pilot, "fit_plan", lambda sweep: None)
    monkeypatch.setattr(undecidable, "warnings", lambda blocks: [])
    sweep = load(config)
    messages.announce(sweep, {"all"})
    messages.announce_dry_run(sweep, ["snakemake", "--cores", "all", "--configfile", "new.yaml"])
    out, told = capsys.readouterr()
    assert out == "" and told == f"{messages.estimate(sweep)}\n"
    messages.announce(sweep, {"all"}, here=False)
    assert len(capsys.readouterr().err.splitlines()) == 2


def test_no_cell_is_tried_on_a_cluster_s_login_node_nor_for_the_matrix(config, monkeypatch):
    monkeypatch.setattr(pilot, "fit_plan", lambda sweep: pytest.fail("tried"))
    messages.announce(load(config), {"all"}, here=False)
    messages.announce(load(config), {"safety"})


@pytest.mark.parametrize("word", ["-n", "-np", "--dry-run", "--dryrun"])
def test_a_dry_run_is_announced(config, capsys, word):
    messages.announce_dry_run(load(config), ["snakemake", word])
    assert "cells in 7 blocks" in capsys.readouterr().err


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


def test_an_older_run_has_no_pilot(config):
    sweep = load(config)
    facts = json.loads(sweep.run.run.read_text())
    assert "pilot" not in facts and messages.piloted(sweep) is None
