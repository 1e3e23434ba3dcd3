"""A part of the plan by which nothing can be measured is refused with one line."""

import pytest

from sweep import parts
from tests.sweep.test_configuration import complaint, config, put

__all__ = ["config"]  # the fixture


@pytest.mark.parametrize(
    ("keys", "value", "words"),
    [
        (["sweep", 0, "operations"], ["read_item", "transfer"], "sweep.0.operations: transfer is not allowed; nothing"),
        (["transfer", 0, "operations"], ["read_item", "transfer"], "transfer.0.operations: read_item is not allowed"),
        (["sweep", 1, "operations"], ["create", "read_item"], "sweep.1.operations: read_item is not allowed; nothing"),
        (["sweep", 3, "processes"], [1, 2], "sweep.3.processes: 2 is not allowed; nothing can be measured of it"),
        (["sweep", 0, "operations"], ["read_item", "sum"], "sweep.0.operations: sum is not allowed; nothing"),
        (["sweep", 0, "operations"], ["create", "read_item_1_writer"], "sweep.0.operations: read_item_1_writer is not"),
        (["sweep", 4, "backends"], ["shared_memory"], "sweep.4.backends: shared_memory is not allowed; nothing"),
        (["sweep", 2, "backends"], ["all", "lmdb"], "sweep.2.backends: lmdb is not allowed beside all, which has it"),
        (["sweep", 0, "sizes"], ["1000 keys"], "sweep.0.sizes: 1000 keys is not allowed with payloads"),
        (["sweep", 0, "sizes"], ["64 KiB", 65536], "sweep.0.sizes: ['64 KiB', 65536] is not allowed; allowed: each"),
    ],
)
def test_a_value_by_which_nothing_is_measured_is_refused(config, keys, value, words):
    assert words in complaint(put(config, keys, value))


def test_what_the_configuration_s_own_backends_lack_is_a_gap(config):
    config["backends"] = ["shared_memory"]  # which has neither `append` nor a `repr` of its items
    assert list(parts.mistakes(config)) == []


@pytest.mark.parametrize("kind", ["transfer", "causes", "instrument"])
def test_backends_of_another_folder_than_the_sweep_s_are_named(config, kind):
    del config[kind][0]["backends"]
    assert f"config/config.yaml: {kind}.0: is without backends; needed here" in complaint(config)


def test_a_part_is_given_once_whatever_its_why(config):
    config["causes"].append(config["causes"][0] | {"why": "because"})
    assert f"causes.{len(config['causes']) - 1}: is given twice; allowed: each part once" in complaint(config)
