"""The plan: which cells, in which order."""

import json

import pytest

from measure.contract import discovery
from measure.contract.operations import BLOB_OPERATIONS
from provenance import decides
from sweep import plan
from tests.sweep.default import CHOSEN


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


def test_a_placement_is_a_factor_of_its_own_and_changes_no_other_name(config):
    plain = [without_set(row) for row in plan.cells(config, CHOSEN)]
    part = config["sweep"][0] | {"affinity": ["none", "compact"], "processes": [2]}
    rows = plan.cells(config | {"sweep": [*config["sweep"], part]}, CHOSEN)
    placed = [row["name"] for row in rows if row["placement"] == "compact"]
    assert placed and all(name.endswith("-2-compact") for name in placed)
    assert set(plain) <= {without_set(row) for row in rows if row["placement"] == "none"}
    assert not any(row["placement"] != "none" for row in plan.cells(config, CHOSEN))


def test_a_backend_s_own_start_method_goes_before_the_configuration_s(config):
    rows = plan.cells(config | {"blocks": 1, "start_method": "fork"}, CHOSEN)
    methods = {row["start_method"] for row in rows if row["backend"].endswith("_by_forkserver")}
    assert methods == {"forkserver"}
    assert {row["start_method"] for row in rows if not row["backend"].endswith("_by_forkserver")} == {"fork"}


def without_set(row):
    """A cell's name without that of its set, which depends on how many cells there are beside it."""
    block, label, _, cell = row["name"].split("/")
    return block, label, row["payload"], cell


def test_the_ends_get_all_and_the_others_a_strip(config):
    todo = plan.conditions(config, list(CHOSEN))
    strip = {key for key in todo if key[0] in ("3.9", "3.12")}
    assert strip and {key[3] for key in strip} == {2**20}
    found = plan.conditions(config, [*CHOSEN, "3.15"])
    assert {key[3] for key in found if key[0] == "3.13" and key[1] == "shared_memory"} == {2**16, 2**20}
    assert {key[3] for key in todo if key[0] == "3.8"} == {2**10, 2**16, 2**20, 2**24}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (",local_list,", ",shared_memory,"),
        (",1024,", ",2048,"),
        ("read_item ", "read_item_fixed "),
        ("\n0/3.8", "\n1/3.8"),
    ],
)
def test_a_plan_that_somebody_changed_is_refused(config, tmp_path, old, new):
    plan.load_or_make(config)
    path = tmp_path / "plan.csv"
    text = path.read_text(encoding="utf-8")
    assert plan.load_or_make(config) and old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(plan.StalePlan, match="plan.csv: was changed after it was made; delete it"):
        plan.load_or_make(config)


def test_a_better_estimate_is_no_change(config, tmp_path):
    rows = plan.load_or_make(config)
    plan.write(tmp_path / "plan.csv", plan.as_csv([row | {"seconds": "9.5"} for row in rows]))
    assert {row["seconds"] for row in plan.load_or_make(config)} == {"9.5"}


def noted(tmp_path):
    return json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))["decides"]


def test_a_run_notes_what_decides_at_its_start(config, tmp_path, monkeypatch):
    """Whatever is added to it later, later blocks among it, is still of a run that started then."""
    plan.load_or_make(config)
    assert noted(tmp_path) == decides.digests()
    monkeypatch.setattr(decides, "digests", lambda _: {"claim tenfold": "of today"})
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw/0.csv").touch()
    before = (tmp_path / "run.json").read_bytes()
    plan.load_or_make(config)
    assert (tmp_path / "run.json").read_bytes() == before


def test_other_claims_measure_nothing_anew(config, tmp_path):
    plan.load_or_make(config)
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw/0.csv").touch()
    before = (tmp_path / "run.json").read_bytes()
    plan.load_or_make(config | {"claims": [*config["claims"], "config/claims/joblib.yaml"]})
    assert (tmp_path / "run.json").read_bytes() == before
    with pytest.raises(plan.StalePlan):
        plan.load_or_make(config | {"seed": 1})


def test_claims_that_come_before_any_cell_are_noted(config, tmp_path):
    plan.load_or_make(config)
    plan.load_or_make(config | {"claims": [*config["claims"], "config/claims/joblib.yaml"]})
    assert "claim joblib-same-buffer-in-workers" in noted(tmp_path)


def test_a_plan_by_which_nothing_was_measured_starts_with_today_s(config, tmp_path, monkeypatch):
    plan.load_or_make(config)
    monkeypatch.setattr(decides, "digests", lambda _: {"claim tenfold": "of today"})
    plan.load_or_make(config)
    assert noted(tmp_path) == {"claim tenfold": "of today"}


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", "null"])
def test_facts_that_tell_of_no_configuration_are_one_line(config, tmp_path, text):
    plan.load_or_make(config)
    (tmp_path / "run.json").write_text(text, encoding="utf-8")
    with pytest.raises(plan.StalePlan, match="run.json: tells of no configuration; delete it"):
        plan.load_or_make(config)


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


def test_roles_are_planned_where_somebody_is_left_to_read_and_a_sum_of_arrays_alone(config):
    part = dict(why="roles", interpreters="newest", backends=["shared_memory"], payloads=["array", "items"])
    config["sweep"] = [part | dict(sizes=[4096], processes=[1, 2, 4], operations=["sum", "write_item_3_writers"])]
    config |= {"transfer": [], "causes": [], "instrument": []}
    found = {key[2:5:2]: names for key, names in plan.conditions(config, ["3.15"]).items()}
    assert found["array", 1] == found["array", 2] == ["sum"]
    assert found["array", 4] == ["empty_loop", "sum", "write_item_3_writers"]
    assert found["items", 4] == ["empty_loop", "write_item_3_writers"]
