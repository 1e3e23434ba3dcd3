"""Which backends are probed is the configuration's; a run for the matrix alone opens and ends with its own words."""

from types import SimpleNamespace

import plan
import probing
from measure import contract
from sweep import Sweep


def sweep(out, in_run=False, backends=("all",)):
    rows = {str(one): {"interpreter": one} for one in ("3.13", "3.8", "3.9")}
    config = {"safety": {"interpreters": "ends", "backends": list(backends), "in_run": in_run}}
    made = SimpleNamespace(out=out, rows=rows, config=config, estimate=lambda: "the sweep")
    made.made = lambda name: Sweep.made(made, name)
    return made


def test_all_backends_under_the_oldest_and_the_newest(tmp_path):
    assert probing.pairs(sweep(tmp_path, backends=["manager_list"])) == [
        ("3.8", "manager_list"),
        ("3.13", "manager_list"),
    ]
    files = probing.files(sweep(tmp_path))
    assert len(files) == 2 * len(plan.every_one(["all"], contract.BACKENDS))
    assert f"{tmp_path}/safety/3.13/shared_memory.jsonl" in files
    assert probing.backend(SimpleNamespace(backend="shared_memory")) == contract.find("shared_memory")


def test_a_run_has_the_matrix_that_it_makes_or_finds(tmp_path):
    assert probing.table(sweep(tmp_path)) == []
    assert probing.table(sweep(tmp_path, in_run=True)) == [f"{tmp_path}/safety.csv"]
    (tmp_path / "safety.csv").write_text("")
    assert probing.table(sweep(tmp_path)) == [f"{tmp_path}/safety.csv"]


def test_the_words(tmp_path):
    alone = probing.opening(sweep(tmp_path, backends=["manager_list"]), {"safety"})
    assert alone.startswith("2 backends and interpreters to probe: about 0.2 minutes") and str(tmp_path) in alone
    assert probing.opening(sweep(tmp_path), set()) == "the sweep"
    assert probing.opening(sweep(tmp_path, in_run=True), set()).startswith("the sweep; before the report ")
    assert "safety.csv" in probing.closing(tmp_path, {"safety"}) and probing.closing(tmp_path, {"all"}) == ""
