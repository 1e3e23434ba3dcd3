"""A cause is told only while its evidence holds; crossings are found where they were planted."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from judge import causes, claims
from support import units, validation
from tests.judge.synthetic import cells, trial

CAUSE = {
    "text": "because",
    "shown_by": [
        {
            "ratio": ["slow", "quick"],
            "operation": "read_item",
            "payload": "items",
            "size": 1024,
            "interpreters": "3.9+",
            "at_least": 4,
        }
    ],
}


def told(factor, label="3.12"):
    truth = {("slow", 1024): factor * 1e-6, ("quick", 1024): 1e-6}
    frame = cells(truth, np.random.default_rng(0), spread=0.02, interpreter=label)
    (found,) = causes.evaluate({"causes": [CAUSE]}, trial(frame))
    return found


def test_a_cause_is_told_while_the_ratio_keeps_its_bound():
    assert told(8)["agrees"]
    assert told(8)["evidence"][0]["estimate"] == pytest.approx(8, rel=0.1)


def test_it_is_held_back_when_the_data_disagree_or_are_missing():
    assert not told(3)["agrees"]
    assert not told(4)["agrees"]  # the interval straddles the bound
    assert not told(8, label="3.8")["agrees"]  # nobody asked this interpreter


def test_each_part_of_a_cause_needs_evidence_of_its_own():
    other = {**CAUSE["shown_by"][0], "operation": "copy_out"}  # which nobody measured
    frame = cells({("slow", 1024): 8e-6, ("quick", 1024): 1e-6}, np.random.default_rng(0), spread=0.02)
    claim = {"causes": [{**CAUSE, "shown_by": [*CAUSE["shown_by"], other]}]}
    (found,) = causes.evaluate(claim, trial(frame))
    assert not found["agrees"] and all(one["met"] for one in found["evidence"]) and found["evidence"]


@pytest.mark.parametrize(("factor", "agrees"), [(1.0, True), (3.0, False)])
def test_a_cause_may_hold_one_backend_against_itself_at_another_size(factor, agrees):
    bound = {"backend": "b", "sizes": [4096, 1024], "operation": "read_item", "payload": "items", "interpreters": "all"}
    frame = cells({("b", 1024): 1e-6, ("b", 4096): factor * 1e-6}, np.random.default_rng(0), spread=0.02)
    claim = {"causes": [{"text": "because", "shown_by": [{**bound, "at_most": 1.25}]}]}
    (found,) = causes.evaluate(claim, trial(frame))
    (one,) = found["evidence"]
    assert found["agrees"] is agrees and one["estimate"] == pytest.approx(factor, rel=0.1)
    assert (one["ratio"], one["sizes"]) == (["b"], [4096, 1024]) and "size" not in one


def test_a_cause_may_rest_on_what_the_kernel_counted():
    counted = {**CAUSE, "shown_by": [{**CAUSE["shown_by"][0], "quantity": "read_calls"}]}
    frame = cells({("slow", 1024): 1e-6, ("quick", 1024): 1e-6}, np.random.default_rng(0), spread=0.02)
    frame["read_calls"] = np.where(frame["backend"] == "slow", 8.0, 1.0)
    (found,) = causes.evaluate({"causes": [counted]}, trial(frame))
    assert found["agrees"]
    assert found["evidence"][0]["quantity"] == "read_calls"
    frame["read_calls"] = 0.0
    assert not causes.evaluate({"causes": [counted]}, trial(frame))[0]["agrees"]


def measured(name):
    """(backend, operation, payload, bytes) of what a configuration measures with one process; "all" as it stands."""
    config = validation.load_yaml(f"config/{name}.yaml")
    for part in (part for kind in ("sweep", "transfer", "causes") for part in config.get(kind, [])):
        sizes = {units.size_in_bytes(size) for size in part["sizes"] if 1 in part["processes"]}
        for backend in part.get("backends", config["backends"]):
            yield from (
                (backend, operation, payload, size)
                for operation in part["operations"]
                for payload in part["payloads"]
                for size in sizes
            )


EVIDENCE = [
    pytest.param(shown, id=f"{claim['id']}-{number}-{place}")
    for claim in claims.load(Path("config/claims/article.yaml"))["claims"]
    for number, cause in enumerate(claim.get("causes", []))
    for place, shown in enumerate(cause.get("shown_by", []))
]


@pytest.mark.parametrize("shown", EVIDENCE)
def test_what_a_cause_rests_on_is_measured_by_the_default_run_or_that_of_all_mechanisms(shown):
    places = [
        (backend, shown["operation"], shown["payload"], size)
        for backend in shown.get("ratio", [shown.get("backend")])
        for size in shown.get("sizes", [shown.get("size")])
    ]
    default, mechanisms = set(measured("config")), set(measured("mechanisms"))
    assert all(place in default for place in places) or all(
        {place, ("all", *place[1:])} & mechanisms for place in places
    )


@pytest.mark.parametrize(
    ("which", "labels"),
    [
        ("all", ["3.8", "3.9", "3.13", "3.13t"]),
        ("3.8", ["3.8"]),
        ("3.9+", ["3.9", "3.13", "3.13t"]),
        ("3.9-", ["3.8", "3.9"]),
    ],
)
def test_the_interpreters_that_a_cause_names(which, labels):
    assert [one for one in ("3.8", "3.9", "3.13", "3.13t") if causes.matches(one, which)] == labels


def test_a_limit_is_evidence_only_when_it_is_no_cap():
    limits = pd.DataFrame(
        [
            dict(backend="b", element="bytes", optimised=False, limit_bytes=1000.0, capped=False, interpreter="3.12"),
            dict(backend="b", element="ints", optimised=False, limit_bytes=1000.0, capped=True, interpreter="3.12"),
        ]
    )
    frame = cells({("b", 1024): 1e-6}, np.random.default_rng(0))
    for element, agrees in (("bytes", True), ("ints", False)):
        bound = {"element": element, "at_least": 900, "at_most": 1100}
        claim = {"limit_of": "b", "causes": [{"text": "because", "limits": [bound]}]}
        assert causes.evaluate(claim, trial(frame, limits=limits))[0]["agrees"] is agrees


@pytest.mark.parametrize(("bound", "agrees"), [({"at_least": 900}, True), ({"at_least": 1001}, False)])
def test_where_a_search_ended_so_much_is_certain_and_no_more(bound, agrees):
    row = dict(backend="b", element="ints", optimised=False, limit_bytes=1000.0, capped=True, interpreter="3.12")
    frame = cells({("b", 1024): 1e-6}, np.random.default_rng(0))
    claim = {"limit_of": "b", "causes": [{"text": "because", "limits": [{"element": "ints", **bound}]}]}
    (found,) = causes.evaluate(claim, trial(frame, limits=pd.DataFrame([row])))
    assert found["agrees"] is agrees and found["evidence"][0]["capped"]


ADVICE = {"advice": {"small": "list", "large": "manager"}}


def crossing(small):
    """`small`: seconds of the small advice's backend at 1 KiB, 32 KiB and 1 MiB; the other one takes 1 µs."""
    sizes = (2**10, 2**15, 2**20)
    truth = {("list", size): seconds for size, seconds in zip(sizes, small, strict=True)}
    truth |= {("manager", size): 1e-6 for size in sizes}
    (found,) = causes.crossovers(ADVICE, trial(cells(truth, np.random.default_rng(0), spread=0.02)))
    return found


def test_a_crossing_is_found_between_two_sizes_with_its_interval():
    found = crossing([1e-7, 1e-6 / 32**0.5, 1e-6 * 32**0.5])
    assert found["size"] == pytest.approx(2**17.5, rel=0.2)
    assert found["low"] < found["size"] < found["high"]


def test_without_a_crossing_the_faster_one_is_named():
    assert crossing([1e-7, 1e-7, 1e-7])["faster"] == "list"
    assert crossing([1e-5, 1e-5, 1e-5])["faster"] == "manager"
