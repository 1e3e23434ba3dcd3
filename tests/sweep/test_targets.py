"""Which backends are probed is the configuration's; a run for the matrix alone opens and ends with its own words."""

from types import SimpleNamespace

import pytest

from measure.contract import discovery
from sweep import messages, plan, targets


@pytest.fixture
def sweep(tmp_path, monkeypatch):
    """Makes a Sweep whose interpreters are made up and that asks for the matrix as told."""
    monkeypatch.setattr(messages, "estimate", lambda sweep: "the sweep")
    (tmp_path / "interpreters.json").write_text("{}")

    def make(in_run=False, backends=("all",)):
        rows = [{"name": one, "interpreter": one, "reason": ""} for one in ("3.13", "3.8", "3.9")]
        config = {"safety": {"interpreters": "ends", "backends": list(backends), "in_run": in_run}}
        return targets.Sweep({**config, "blocks": 1, "timing": {}, "outdir": str(tmp_path)}, rows)

    return make


def test_all_backends_under_the_oldest_and_the_newest(sweep, tmp_path):
    pairs = sweep(backends=["manager_list"]).probe_pairs()
    assert pairs == [("3.8", "manager_list"), ("3.13", "manager_list")]
    files = sweep().probe_files()
    assert len(files) == 2 * len(plan.expand_all(["all"], discovery.BACKENDS))
    assert f"{tmp_path}/safety/3.13/shared_memory.jsonl" in files
    assert targets.probed_file(SimpleNamespace(backend="shared_memory")) == discovery.find("shared_memory")


def test_a_run_has_the_matrix_that_it_makes_or_finds(sweep, tmp_path):
    assert sweep().safety_table() == []
    assert sweep(in_run=True).safety_table() == [f"{tmp_path}/safety.csv"]
    (tmp_path / "safety.csv").write_text("")
    assert sweep().safety_table() == [f"{tmp_path}/safety.csv"]


def test_the_words(sweep, tmp_path):
    alone = messages.opening(sweep(backends=["manager_list"]), {"safety"})
    assert alone.startswith("2 backends and interpreters to probe: about 0.2 minutes") and str(tmp_path) in alone
    assert messages.opening(sweep(), set()) == "the sweep"
    assert messages.opening(sweep(in_run=True), set()).startswith("the sweep; before the report ")
    assert "safety.csv" in messages.closing(tmp_path, {"safety"})
    assert messages.closing(tmp_path, {"all"}) == "No report was made."
