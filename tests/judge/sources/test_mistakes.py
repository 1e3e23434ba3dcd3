"""A comparison or a probe that can't be is refused with one line."""

import copy

import pytest
import yaml

from tests.judge.test_claims import assert_refused

ENTRY = {"of": {"backend": "manager_list"}, "to": {"backend": "shared_memory"}, "payloads": ["items"], "sizes": [1024]}
ENTRY |= {"operations": ["read_item"], "interpreters": "newest"}
PROBE = {"probe": "creator_killed", "backends": ["shared_memory"], "answers": ["yes"]}


def text(key, entries, criterion="at_least_ratio", margin=2, **claim):
    """A file with one claim, of these comparisons or probes."""
    test = {"criterion": criterion, "why": "…"} | ({"margin": margin} if margin else {})
    one = {"id": "x", "quote": "…", "english": "…", "tests": [test], key: entries} | claim
    return yaml.safe_dump({"span": [1, 2], "claims": [one]})


def entry(**change):
    """ENTRY with other values; None takes a key away."""
    found = {**copy.deepcopy(ENTRY), **change}
    return {key: value for key, value in found.items() if value is not None}


COMPARISONS = {
    "a factor that only one side names": (
        entry(to={"operation": "read_item"}),
        "comparisons.0.backends: is missing; needed unless of and to each name their backend",
    ),
    "a factor that nobody names": (
        entry(sizes=None),
        "comparisons.0.sizes: is missing; needed unless of and to each name their size",
    ),
    "a factor that is named twice": (
        entry(backends=["shared_memory"]),
        "comparisons.0.backends: is not allowed; each side names its own backend",
    ),
    "no interpreters": (entry(interpreters=None), "comparisons.0.interpreters: is missing; needed unless"),
    "a thing with itself": (
        entry(of={"backend": "shared_memory"}),
        "comparisons.0.to: is the same as of; needed: another backend, operation, size, interpreter or quantity",
    ),
    "seconds to bytes": (
        entry(of={"backend": "manager_list", "quantity": "total_pss_bytes"}, operations=["copy_out"]),
        "comparisons.0: total_pss_bytes to seconds is no ratio; needed: two of one unit",
    ),
    "what a mechanism can't do": (
        entry(operations=["transfer"]),
        "comparisons.0: transfer of items with 1 process(es) is not allowed of manager_list; it measures no such thing",
    ),
    "what a channel can't do": (
        entry(of={"backend": "via_pipe"}),
        "comparisons.0: read_item of items with 1 process(es) is not allowed of via_pipe; it measures no such thing",
    ),
    "turns of two processes": (
        entry(operations=["latency"], processes=[2]),
        "comparisons.0: latency of items with 2 process(es) is not allowed of manager_list; it measures no such thing",
    ),
    "a role of one process": (
        entry(operations=["write_item_1_writer"]),
        "comparisons.0: write_item_1_writer of items with 1 process(es) is not allowed of manager_list; it measures no",
    ),
    "memory after a read": (
        entry(quantity="total_pss_bytes"),
        "comparisons.0: read_item of items with 1 process(es) is not allowed of manager_list",
    ),
    "a backend that isn't there": (
        entry(of={"backend": "telepathy"}),
        "comparisons.0.of.backend: there is no backend 'telepathy'; allowed: arrow_ipc",
    ),
    "an operation that isn't there": (
        entry(operations=["guess"]),
        "comparisons.0.operations: there is no operation 'guess'; allowed: append",
    ),
    "a key that isn't there": (entry(size=3), "comparisons.0.size: unknown key; allowed: backends, interpreters"),
    "an interpreter without quotes": (
        entry(of={"backend": "manager_list", "interpreter": 3.8}),
        "comparisons.0.of.interpreter: 3.8 is not allowed; allowed: a value of type string",
    ),
}
PROBES = {
    "a probe that isn't there": ({"probe": "guess"}, "probes.0.probe: there is no probe 'guess'; allowed: after_close"),
    "an answer that isn't there": (
        {"answers": ["maybe"]},
        "probes.0.answers: there is no answer 'maybe'; allowed: crash",
    ),
    "an answer without quotes": (
        {"answers": [True]},
        "probes.0.answers.0: True is not allowed; allowed: a value of type",
    ),
}


@pytest.mark.parametrize(("one", "words"), COMPARISONS.values(), ids=COMPARISONS)
def test_a_comparison_that_cannot_be_is_one_line(tmp_path, one, words):
    assert_refused(tmp_path / "claims.yaml", text("comparisons", [one]), f"claim x: {words}")


@pytest.mark.parametrize(("change", "words"), PROBES.values(), ids=PROBES)
def test_a_probe_that_cannot_be_is_one_line(tmp_path, change, words):
    assert_refused(tmp_path / "claims.yaml", text("probes", [PROBE | change], "probed", None), f"claim x: {words}")


def test_each_entry_is_given_once(tmp_path):
    path = tmp_path / "claims.yaml"
    assert_refused(path, text("comparisons", [ENTRY, ENTRY]), "comparisons.1: is given twice; allowed: each once")
    assert_refused(path, text("probes", [PROBE, PROBE], "probed", None), "probes.1: is given twice; allowed: each once")


@pytest.mark.parametrize(
    ("criterion", "margin", "words"),
    [
        ("grows", 2, "comparisons: is not allowed with grows; none of the claim's tests reads it"),
        ("published_ratio", 2, "tests.0.published: is missing; allowed: a number, or the two numbers that it is"),
        ("about_ratio", 2, "tests.0.margin: 2 is not allowed; allowed for about_ratio: a pair of numbers"),
    ],
)
def test_a_criterion_gets_what_it_needs(tmp_path, criterion, margin, words):
    more = {"backend": "shared_memory", "readings": [{"payload": "items", "operations": ["read_item"]}]}
    assert_refused(
        tmp_path / "claims.yaml",
        text("comparisons", [ENTRY], criterion, margin, **(more if criterion == "grows" else {})),
        words,
    )


def test_a_headline_has_no_place_beside_comparisons(tmp_path):
    headline = [{"operation": "read_item", "payload": "items", "size": 1024, "interpreters": "newest", "why": "…"}]
    found = text("comparisons", [ENTRY], headline=headline)
    assert_refused(tmp_path / "claims.yaml", found, "headline")
