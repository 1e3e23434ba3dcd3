"""The plan: which cells, in which order, and when an old one is refused."""

import csv
import inspect
import json
from pathlib import Path

import pytest
import snakemake
import yaml
from snakemake.utils import update_config

from measure.contract import discovery
from measure.contract.operations import BLOB_OPERATIONS
from sweep import commands, interpreters, messages, plan, targets
from sweep.interpreters import Interpreter

CHOSEN = {
    label: Interpreter(f"/opt/{label}", tuple(map(int, f"{label}.1".split("."))))
    for label in ("3.8", "3.9", "3.12", "3.13")
}


@pytest.fixture
def config(tmp_path, monkeypatch):
    monkeypatch.setattr(interpreters, "choose", lambda wanted: CHOSEN)
    config = yaml.safe_load(Path("config/config.yaml").read_text(encoding="utf-8"))
    return config | {"outdir": str(tmp_path)}


def load(config):
    return targets.load(config, [Path("config/config.yaml")])


def test_every_cell_comes_once_in_every_block(config):
    rows = plan.cells(config, CHOSEN)
    names = [row["name"] for row in rows]
    assert len(set(names)) == len(names)
    blocks = [{name.split("/", 1)[1] for name in names if name.startswith(f"{block}/")} for block in range(7)]
    assert all(block == blocks[0] for block in blocks)


def test_the_order_is_random_by_block_and_the_same_for_a_seed(config):
    rows = plan.cells(config, CHOSEN)
    orders = [[row["name"].split("/", 1)[1] for row in rows if row["block"] == block] for block in range(7)]
    assert len({tuple(order) for order in orders}) == 7
    assert rows == plan.cells(config, CHOSEN)
    assert rows != plan.cells(config | {"seed": 1}, CHOSEN)


def test_what_is_compared_stands_together(config):
    """The backends of one interpreter, payload, size and process count are neighbours; so are a payload's sizes."""
    for block in (0, 1):
        rows = [row for row in plan.cells(config, CHOSEN) if row["block"] == block]
        for keys in (["interpreter", "payload", "size_bytes", "processes"], ["interpreter", "payload"]):
            seen = [tuple(row[key] for key in keys) for row in rows]
            runs = [place for place, key in enumerate(seen) if place == 0 or seen[place - 1] != key]
            assert len(runs) == len(set(seen))


def test_priorities_follow_the_plan(config):
    found = load(config)
    names = [row["name"].replace("/", "-").split("-") for row in found.rows.values()]
    keys = ("block", "interpreter", "backend", "payload", "size", "processes")
    priorities = [found.priority(dict(zip(keys, name, strict=True))) for name in names]
    assert priorities == sorted(priorities, reverse=True)
    assert len(set(priorities)) == len(priorities)


def test_a_placement_is_a_factor_of_its_own_and_changes_no_other_name(config):
    plain = [row["name"] for row in plan.cells(config, CHOSEN)]
    part = config["sweep"][0] | {"affinity": ["none", "compact"], "processes": [2]}
    rows = plan.cells(config | {"sweep": [*config["sweep"], part]}, CHOSEN)
    placed = [row["name"] for row in rows if row["placement"] == "compact"]
    assert placed and all(name.endswith("-2-compact") for name in placed)
    assert set(plain) <= {row["name"] for row in rows if row["placement"] == "none"}
    assert not any(row["placement"] != "none" for row in plan.cells(config, CHOSEN))


def test_the_ends_get_all_and_the_others_a_strip(config):
    todo = plan.conditions(config, list(CHOSEN))
    strip = {key for key in todo if key[0] in ("3.9", "3.12")}
    assert strip and {key[3] for key in strip} == {2**20}
    assert {key[3] for key in todo if key[0] == "3.8"} == {2**10, 2**16, 2**20, 2**24}


def test_all_leaves_out_what_must_be_named():
    every = plan.expand_all(["all"], discovery.BACKENDS)
    unasked = sorted(set(discovery.paths()) - set(every))
    assert unasked and all(discovery.load(discovery.find(name)).by_name_only for name in unasked)
    assert plan.expand_all(["all", *unasked], discovery.BACKENDS) == sorted(discovery.paths())
    assert plan.expand_all(unasked, discovery.BACKENDS) == unasked


def test_a_blob_has_no_items(config):
    todo = plan.conditions(config, list(CHOSEN))
    for key, planned in todo.items():
        if key[2] == "blob":
            assert set(planned) <= set(BLOB_OPERATIONS)


def test_a_backend_that_declines_gets_no_job_but_a_row(config, monkeypatch):
    monkeypatch.setattr(plan, "reason_declined", lambda backend, cell: "needs a lake" if cell.size == 1024 else None)
    found = load(config)
    left = [row for row in found.rows.values() if row["reason"]]
    assert left and all(row["size_bytes"] == "1024" for row in left)
    assert not any("-1024-" in path for path in found.raw("0"))


def test_the_plan_is_written_once_and_read_again(config, monkeypatch):
    first = load(config)
    monkeypatch.setattr(interpreters, "choose", lambda wanted: pytest.fail("looked for interpreters again"))
    assert load(config).rows == first.rows


def test_a_plan_of_another_configuration_is_replaced_while_nothing_is_measured(config):
    load(config)
    assert len(load(config | {"blocks": 1}).blocks) == 1


def test_a_stale_plan_is_one_clear_line(config, tmp_path):
    done = Path(load(config).raw("0")[0])
    done.parent.mkdir(parents=True)
    done.touch()
    with pytest.raises(SystemExit) as caught:
        load(config | {"blocks": 1})
    assert str(caught.value).startswith(f"{tmp_path}/plan.csv: was made from another configuration")
    assert "\n" not in str(caught.value)


def test_a_bad_configuration_ends_the_program_with_its_line(config):
    with pytest.raises(SystemExit, match="blocks: 0 is not allowed"):
        load(config | {"blocks": 0})


def test_the_command_names_the_interpreter_on_trial(config):
    found = load(config)
    row = next(row for row in found.rows.values() if row["interpreter"] == "3.8")
    keys = ("block", "interpreter", "backend", "payload", "size", "processes")
    command = commands.cell(found, dict(zip(keys, row["name"].replace("/", "-").split("-"), strict=True)))
    assert command.startswith("/opt/3.8 -s -m measure ")


def test_a_change_of_the_harness_changes_the_command_so_that_snakemake_measures_again(config):
    found = load(config)
    row = next(iter(found.rows.values()))
    keys = ("block", "interpreter", "backend", "payload", "size", "processes")
    wildcards = dict(zip(keys, row["name"].replace("/", "-").split("-"), strict=True))
    before = commands.cell(found, wildcards)
    found.digests[row["backend"]] = "another"
    assert commands.cell(found, wildcards) != before


def test_the_plan_s_file_has_one_row_a_cell(config, tmp_path):
    found = load(config)
    rows = list(csv.DictReader((tmp_path / "plan.csv").open(newline="")))
    assert len(rows) == len(found.rows)
    assert json.loads((tmp_path / "run.json").read_text())["config"] == config


@pytest.mark.parametrize("name", ["quick", "mechanisms", "full"])
def test_the_other_sweeps_plan(config, name, tmp_path):
    extra = yaml.safe_load(Path(f"config/{name}.yaml").read_text(encoding="utf-8"))
    update_config(config, extra)
    assert load(config | {"outdir": str(tmp_path / name)}).measured


def test_estimate_is_a_sentence_with_minutes(config):
    assert " minutes " in messages.estimate(load(config))


def test_snakemake_still_has_the_rate_limiter_that_is_switched_off():
    """Should a newer Snakemake name it otherwise, its main process would take a core from the measurement again."""
    scheduler = Path(inspect.getfile(snakemake)).parent / "scheduling" / "job_scheduler.py"
    assert "if self.job_rate_limiter is not None:" in scheduler.read_text(encoding="utf-8")


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
