"""Several kinds of node: their names, where they agree, and that no reading is of two of them."""

from types import SimpleNamespace

import pytest

from judge import node_kinds
from judge.model import Reading

EPYC = "AMD EPYC 7763, 128 cores, 512 GiB, Linux 5.14.0, governor performance"
SAVING = EPYC.replace("performance", "powersave")
SMALL = EPYC.replace("512", "256")
XEON = "Intel Xeon 6148, 40 cores, 192 GiB, Linux 5.14.0, governor performance"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([EPYC, XEON], ["AMD EPYC 7763", "Intel Xeon 6148"]),
        ([EPYC, SMALL], ["512 GiB", "256 GiB"]),
        ([EPYC, SAVING, XEON], ["AMD EPYC 7763 (governor performance)", "AMD EPYC 7763 (governor powersave)", None]),
        (["node1", "node2"], ["node1", "node2"]),  # an archive from before kinds were recorded
    ],
)
def test_a_kind_is_named_by_the_fewest_parts_that_tell_it_apart(given, expected):
    found = node_kinds.names(given)
    assert len(set(found.values())) == len(given)
    assert all(found[kind] == name for kind, name in zip(given, expected, strict=True) if name)
    assert not any("," in name for name in found.values())


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        (["holds", "holds"], "agree"),
        (["depends", "depends"], "agree"),
        (["holds", "fails"], "differ"),
        (["holds", "depends"], "differ"),
        (["holds", "undecided"], "open"),
        (["undecided", "not measured here"], "none decided"),
        (["holds", "mostly holds"], "differ"),
    ],
)
def test_agreement_is_of_what_is_decided(verdicts, expected):
    assert node_kinds.agreement(verdicts) == expected


def reading(kind, operation, verdict):
    where = {"interpreter": "3.12", "operation": operation, "payload": "items", "kind": kind}
    return Reading("grows", where, 2, "", verdict)


def test_a_contradiction_is_one_condition_decided_both_ways():
    readings = [reading("a", "create", "holds"), reading("b", "create", "fails")]
    readings += [reading("a", "attach", "holds"), reading("b", "attach", "holds"), reading("c", "attach", "undecided")]
    readings += [reading("a", "repr", "holds"), reading("b", "repr", "undecided")]
    compared, opposite = node_kinds.contradictions(readings)
    assert compared == 2 and [one.conditions["operation"] for one in opposite] == ["create"]


def test_what_was_made_once_is_told_once():
    readings = [Reading(criterion, {"operation": "x"}, 2, "", "holds") for criterion in ("works", "grows")]
    own = {kind: SimpleNamespace(readings=readings) for kind in ("a", "b")}
    pooled = node_kinds.pool_readings(own, {"a": "A", "b": "B"})
    assert [(one.criterion, one.conditions.get("kind")) for one in pooled] == [
        ("works", None),
        ("grows", "A"),
        ("grows", "B"),
    ]


def test_the_facts_of_a_kind_are_not_those_of_the_machine_that_made_the_plan():
    run = node_kinds.run_facts_of_kind({"machine": {"processor": "login"}, "warnings": ["x"]}, XEON, ["n1", "n2"])
    assert run["machine"]["processor"] == "Intel Xeon 6148" and run["machine"]["cores"] == 40
    assert run["machine"]["nodes"] == "n1, n2" and run["warnings"] == []
    assert node_kinds.run_facts_of_kind({}, "n1", ["n1"])["machine"]["processor"] == "n1"
