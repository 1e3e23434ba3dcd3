"""A bad configuration is one line that names the file, the key and what is allowed."""

import copy
from pathlib import Path

import pytest
import yaml
from snakemake.utils import update_config

from judge import claims
from measure.contract import discovery
from support import units, validation
from support.validation import BadInput, load_schema
from sweep import configuration, plan

KNOWN = {kind: sorted(discovery.paths(folder)) for kind, folder in plan.KINDS.items()}
FILES = [Path("config/config.yaml")]


@pytest.fixture
def config():
    return yaml.safe_load(FILES[0].read_text(encoding="utf-8"))


def complaint(config, files=FILES):
    with pytest.raises(BadInput) as caught:
        configuration.check(config, files, KNOWN)
    text = str(caught.value)
    assert "\n" not in text
    return text


@pytest.mark.parametrize(
    "name", sorted(path.stem for path in Path("config").glob("*.yaml") if path.stem not in ("safety", "workloads"))
)
def test_the_repository_s_own_are_good(config, name):
    update_config(config, yaml.safe_load(Path(f"config/{name}.yaml").read_text(encoding="utf-8")))
    configuration.check(config, FILES, KNOWN)


def test_large_objects_are_planned_by_their_bytes_and_keys_with_one_worker_that_writes(config):
    update_config(config, yaml.safe_load(Path("config/large.yaml").read_text(encoding="utf-8")))
    planned = {key[1:5]: names for key, names in plan.conditions(config, ["3.15"]).items()}
    places = {("numpy_shared_memory", "array", 2**31, 4), ("manager_dict", "mapping", 1_600_000, 4)}
    assert places <= set(planned) and all("read_item_1_writer" in planned[place] for place in places)


def test_the_sizes_that_are_tried_first_decide_every_claim_of_a_limit(config):
    tests = [test for one in claims.load("config/claims/article.yaml")["claims"] for test in one.get("tests", [])]
    ends = [test["margin"][1] for test in tests if test["criterion"] == "limit"]
    assert ends and max(ends) < max(config["limits"]["try_first"]["sizes"]) <= config["limits"]["cap_bytes"]


def test_a_control_is_no_contender(config):
    part = config["sweep"][0] | {"backends": ["hangs"], "operations": ["read_item"]}
    config["instrument"] = [part]
    configuration.check(config, FILES, KNOWN)
    for change in ({"backends": ["hangs"]}, {"sweep": [part]}):
        with pytest.raises(BadInput, match="there is no backend 'hangs'"):
            configuration.check(config | change, FILES, KNOWN)


def test_a_run_has_a_number_of_blocks_or_a_budget(config):
    config["budget"] = "30 min"
    assert "budget: 30 min is not allowed beside 7 blocks; allowed: one of them, the other null" in complaint(config)
    config["blocks"] = None
    configuration.check(config, FILES, KNOWN)
    config["budget"] = None
    assert "blocks: null is not allowed without a budget; allowed: 1 or more" in complaint(config)
    for wrong in ("30", "30min", "1 day", "-3 min", 30):
        config["budget"] = wrong
        assert "budget" in complaint(config)


def put(config, keys, value):
    config = copy.deepcopy(config)
    place = config
    for key in keys[:-1]:
        place = place[key]
    place[keys[-1]] = value
    return config


@pytest.mark.parametrize(
    ("keys", "value", "words"),
    [
        (["bloks"], 7, "bloks: unknown key; allowed: backends, blocks"),
        (
            ["blocks"],
            "seven",
            "blocks: 'seven' is not allowed; allowed: a value of type null or a value of type integer",
        ),
        (["blocks"], 0, "blocks: 0 is not allowed; allowed: 1 or more"),
        (["sweep", 0, "sizes"], [0], "sweep.0.sizes.0: 0 is not allowed"),
        (["sweep", 0, "sizes", 1], "64 kB", "a text like 64 KiB"),
        (["sweep", 0, "operations"], ["red"], "sweep.0.operations"),
        (["sweep", 0, "interpreters"], ["newest"], "sweep.0.interpreters"),
        (["sweep", 0, "interpreters"], [3.13], "sweep.0.interpreters"),
        (["sweep", 0, "payloads"], ["atoms"], "allowed: items, small_items, blob"),
        (["start_method"], "thread", "allowed: spawn, fork, forkserver"),
        (["interpreters"], [], "interpreters"),
        (["timing", "window_seconds"], -1, "more than 0"),
        (["timing", "colour"], 1, "timing.colour: unknown key; allowed: allowance_seconds"),
        (["backends"], ["telepathy"], "there is no backend 'telepathy'; allowed: all, "),
        (["sweep", 2, "backends"], ["telepathy"], "sweep.2.backends: there is no backend 'telepathy'"),
        (["limits", "backends"], ["telepathy"], "limits.backends: there is no backend 'telepathy'"),
        (["timing", "batch_seconds"], 0.1, "timing.batch_seconds: 0.1 is not allowed; allowed: up to window_seconds"),
        (["timing", "slow_seconds"], 3, "timing.slow_seconds: 3 is not allowed; allowed: up to allowance_seconds, 2"),
        (["outdir"], "x" * 251, "allowed: at most 250 characters"),
        (["limits", "try_first", "sizes"], [0], "limits.try_first.sizes.0: 0 is not allowed; allowed: 1 or more"),
    ],
)
def test_one_line(config, keys, value, words):
    assert words in complaint(put(config, keys, value))


@pytest.mark.parametrize("name", ["a b", "a\nb", "a\n", "{block}", "it's", 'say "a"', "", "a\\b"])
def test_a_folder_that_snakemake_or_a_shell_would_take_apart_is_refused(config, name):
    assert "outdir: " in complaint(config | {"outdir": name})


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_what_is_no_number_is_refused_wherever_it_stands(config, number):
    for name in ("batch_seconds", "deadline_seconds"):
        words = complaint(put(config, ["timing", name], number))
        assert f"timing.{name}: {number} is not allowed; allowed: a finite number" in words


@pytest.mark.parametrize("name", ["window_seconds", "slow_seconds", "allowance_seconds"])
def test_nothing_may_last_longer_than_its_deadline(config, name):
    words = complaint(put(config, ["timing", name], 20))
    assert f"timing.{name}: would take 20 s; allowed: less than deadline_seconds, 20 s" in words
    assert "timing.minimum_batches: would take" in complaint(put(config, ["timing", "minimum_batches"], 10**6))


@pytest.mark.parametrize("keys", [["limits", "elements"], ["sweep", 0, "sizes"], ["backends"]])
def test_a_list_is_neither_empty_nor_has_a_thing_twice(config, keys):
    place = validation.dotted(keys)
    assert f"{place}: [] is not allowed; allowed: at least 1 of them" in complaint(put(config, keys, []))
    one = config
    for key in keys:
        one = one[key]
    assert "allowed: each value once" in complaint(put(config, keys, [*one, one[0]]))


def test_a_missing_key(config):
    del config["timing"]["slow_seconds"]
    assert "timing.slow_seconds: is missing" in complaint(config)


def test_the_file_that_says_it_is_named(config, tmp_path):
    extra = tmp_path / "mine.yaml"
    extra.write_text("blocks: 0\n")
    assert complaint(put(config, ["blocks"], 0), [*FILES, extra]).startswith(str(extra))
    assert complaint(put(config, ["seed"], -1), [*FILES, extra]).startswith("config/config.yaml")
    assert complaint(put(config, ["colour"], 1), [*FILES, extra]).startswith("--config")


@pytest.mark.parametrize(
    ("text", "size"),
    [(64, 64), ("64 B", 64), ("1KiB", 1024), ("16 MiB", 2**24), ("2 GiB", 2**31), ("1000 keys", 16000)],
)
def test_sizes(text, size):
    assert units.size_in_bytes(text) == size


def test_every_key_of_the_schema_is_explained():
    def walk(schema, path):
        for key, part in schema.get("properties", {}).items():
            assert part.get("description") or path, f"{path}{key}"
            walk(part, f"{path}{key}.")

    walk(load_schema("config"), "")
