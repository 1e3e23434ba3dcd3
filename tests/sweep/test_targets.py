"""The files of a run, whose plan is made once and refused when it is another configuration's; what is probed."""

import csv
import json
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml
from snakemake.utils import update_config

from measure.contract import discovery
from sweep import interpreters, plan, targets
from tests.sweep.default import load, wildcards


def test_priorities_follow_the_plan(config):
    found = load(config)
    priorities = [found.priority(wildcards(rows[0])) for rows in found.sets.values()]
    assert priorities == sorted(priorities, reverse=True)
    assert len(set(priorities)) == len(priorities)


def test_a_backend_that_declines_gets_no_job_but_a_row(config, monkeypatch):
    monkeypatch.setattr(plan, "reason_declined", lambda backend, cell: "needs a lake" if cell.size == 1024 else None)
    found = load(config)
    left = [row for row in found.rows.values() if row["reason"]]
    assert left and all(row["size_bytes"] == "1024" for row in left)
    assert not any(row["size_bytes"] == "1024" for rows in found.sets.values() for row in rows)


def test_the_plan_is_written_once_and_read_again(config, monkeypatch):
    first = load(config)
    monkeypatch.setattr(interpreters, "choose", lambda wanted: pytest.fail("looked for interpreters again"))
    assert load(config).rows == first.rows


def test_a_plan_of_another_configuration_is_replaced_while_nothing_is_measured(config):
    load(config)
    assert len(load(config | {"blocks": 1}).blocks) == 1


def test_a_stale_plan_is_one_clear_line(config, tmp_path):
    done = Path(load(config).raw("0")[0]) / "shared_memory-1024-1.csv"
    done.parent.mkdir(parents=True)
    done.touch()
    with pytest.raises(SystemExit) as caught:
        load(config | {"blocks": 1})
    assert str(caught.value).startswith(f"{tmp_path}/plan.csv: was made from another configuration")
    assert "\n" not in str(caught.value)


def test_a_bad_configuration_ends_the_program_with_its_line(config):
    with pytest.raises(SystemExit, match="blocks: 0 is not allowed"):
        load(config | {"blocks": 0})


def test_the_plan_s_file_has_one_row_a_cell(config, tmp_path):
    found = load(config)
    rows = list(csv.DictReader((tmp_path / "plan.csv").open(newline="")))
    assert len(rows) == len(found.rows)
    assert json.loads((tmp_path / "run.json").read_text())["config"] == config


@pytest.mark.parametrize("name", ["quick", "mechanisms", pytest.param("full", marks=pytest.mark.slow)])
def test_the_other_sweeps_plan(config, name, tmp_path):
    extra = yaml.safe_load(Path(f"config/{name}.yaml").read_text(encoding="utf-8"))
    update_config(config, extra)
    assert load(config | {"outdir": str(tmp_path / name)}).measured


def test_a_large_block_is_split_by_interpreters_which_are_never_compared(config, monkeypatch):
    found = load(config | {"blocks": 2})
    whole = [f"{found.out}/blocks/{block}.parquet" for block in (0, 1)]
    assert found.parts(found.blocks) == whole
    monkeypatch.setattr(targets, "LARGE", 1)
    parts = found.parts(found.blocks)
    labels = list(dict.fromkeys(row["interpreter"] for row in found.measured))
    assert parts == [f"{found.out}/blocks/{block}-{label}.parquet" for block in (0, 1) for label in labels]
    names = [Path(part).stem for part in parts[: len(labels)]]
    assert sorted(path for name in names for path in found.raw(name)) == sorted(found.raw(0))


def test_all_backends_under_the_oldest_and_the_newest(sweep, tmp_path):
    pairs = sweep(backends=["manager_list"]).probe_pairs()
    assert pairs == [("3.8", "manager_list"), ("3.13", "manager_list")]
    files = sweep().probe_files()
    folders = discovery.BACKENDS, discovery.CHANNELS
    assert len(files) == 2 * sum(len(plan.expand_all(["all"], folder)) for folder in folders)
    assert f"{tmp_path}/safety/3.13/via_queue.jsonl" in files
    assert f"{tmp_path}/safety/3.13/shared_memory.jsonl" in files
    assert targets.probed_file(SimpleNamespace(backend="shared_memory")) == discovery.find("shared_memory")


def test_a_run_has_the_matrix_that_it_makes_or_finds(sweep, tmp_path):
    assert sweep().safety_table() == []
    assert sweep(in_run=True).safety_table() == [f"{tmp_path}/safety.csv"]
    (tmp_path / "safety.csv").write_text("")
    assert sweep().safety_table() == [f"{tmp_path}/safety.csv"]
