"""Ratios of any two conditions: planted truths, and what makes them no ratio."""

import numpy as np
import pandas as pd
import pytest

from collect.cells import CELL
from judge import run_data, verdicts
from judge.sources import comparisons
from tests.judge.synthetic import SPAN, cells, no_gaps, trial

RUN = {"backends": {"shared_memory": {"shared": True}}, "builds": {"3.8": "plain", "3.13": "plain"}}


def condition(seconds, seed=0, size=1024, backend="shared_memory", **where):
    """Seven blocks of one condition."""
    return cells({(backend, size): seconds}, np.random.default_rng(seed), spread=0.02, **where)


def claim(entry, criterion="about_ratio", margin=(2.5, 3.6), **test):
    """A claim of one comparison."""
    shared = {"backends": ["shared_memory"], "payloads": ["items"], "operations": ["read_item"], "sizes": [1024]}
    shared |= {"interpreters": "newest"}
    own = {comparisons.FACTORS[factor] for factor in entry["of"] if factor in entry["to"] and factor != "quantity"}
    test |= {"criterion": criterion, "margin": list(margin) if isinstance(margin, tuple) else margin, "why": "…"}
    kept = {key: value for key, value in shared.items() if key not in own}
    return {"id": "x", "quote": "…", "english": "…", "tests": [test], "comparisons": [{**kept, **entry}]}


def only_reading(entry, *frames, criterion="about_ratio", margin=(2.5, 3.6), data=None, **test):
    """The verdict on a claim of one comparison, and its only reading."""
    data = data or trial(pd.concat(frames, ignore_index=True))
    found = verdicts.judge_claim(claim(entry, criterion, margin, **test), data)
    (reading,) = found.readings
    return found.verdict, reading


THREE = {
    "mechanisms": ({"backend": "manager_list"}, {"backend": "shared_memory"}),
    "operations": ({"operation": "increment_locked"}, {"operation": "increment"}),
    "sizes": ({"size": 65536}, {"size": 1024}),
    "processes": ({"processes": 2}, {"processes": 1}),
    "interpreters": ({"interpreter": "oldest"}, {"interpreter": "newest"}),
    "an interpreter by its name": ({"interpreter": "3.8"}, {"interpreter": "newest"}),
    "mechanisms and operations": (
        {"backend": "manager_list", "operation": "increment_locked"},
        {"backend": "shared_memory", "operation": "increment_atomic"},
    ),
}
LABELS = {"oldest": "3.8", "newest": "3.13"}


def measured(side, seconds, seed):
    """The cells of a side."""
    where = {"interpreter": "3.13"} | {key: LABELS.get(value, value) for key, value in side.items()}
    return condition(seconds, seed, **where)


@pytest.mark.parametrize(("of", "to"), THREE.values(), ids=THREE)
def test_three_times_is_found(of, to):
    sides = measured(of, 3e-6, 1), measured(to, 1e-6, 2)
    verdict, reading = only_reading({"of": of, "to": to}, *sides)
    assert verdict == "holds" and reading.estimate == pytest.approx(3, rel=0.05) and reading.blocks == 7
    assert only_reading({"of": to, "to": of}, *sides)[0] == "fails"


def test_the_sides_are_named_by_what_tells_them_apart():
    of, to = THREE["operations"]
    reading = only_reading({"of": of, "to": to}, measured(of, 3e-6, 1), measured(to, 1e-6, 2))[1]
    assert reading.conditions["backends"] == ["shared_memory (increment_locked)", "shared_memory (increment)"]
    assert reading.cells == ["*/3.13/items*/shared_memory-1024-1"]
    assert [side["operation"] for side in reading.conditions["sides"]] == ["increment_locked", "increment"]


def test_a_side_that_nobody_measured_makes_no_verdict():
    of, to = THREE["processes"]
    verdict, reading = only_reading({"of": of, "to": to}, measured(to, 1e-6, 2))
    assert verdict == "not measured here"
    assert reading.verdict == "not measured" and reading.reason == "no cells of shared_memory (2 processes)"


def test_what_the_source_published_is_a_factor_around_it():
    of, to = THREE["mechanisms"]
    sides = measured(of, 3e-6, 1), measured(to, 1e-6, 2)
    for published, expected in ((2.5, "holds"), ([12.4, 4], "holds"), (9, "fails"), ([1, 9], "fails")):
        verdict, reading = only_reading(
            {"of": of, "to": to}, *sides, criterion="published_ratio", margin=2, published=published
        )
        assert verdict == expected, published
    assert reading.margin == pytest.approx([1 / 18, 2 / 9])


def test_one_of_several_sizes_suffices_somewhere():
    of, to = THREE["mechanisms"]
    frames = [
        measured(side | {"size": size}, seconds, size + place)
        for size, factor in ((1024, 1), (65536, 5))
        for place, (side, seconds) in enumerate([(of, factor * 1e-6), (to, 1e-6)])
    ]
    entry = {"of": of, "to": to, "sizes": [1024, 65536]}
    verdict, reading = only_reading(entry, *frames, criterion="somewhere_ratio", margin=3)
    assert verdict == "holds" and reading.conditions["best_size"] == 65536 and len(reading.alternatives) == 2


def test_each_mechanism_operation_and_size_in_common_is_a_reading():
    entry = {"of": {"processes": 2}, "to": {"processes": 1}, "backends": ["a", "b"], "payloads": ["items"]}
    entry |= {"operations": ["read_item", "write_item"], "sizes": [1, 2, 3], "interpreters": "ends"}
    assert len(list(comparisons.sides(entry, ["3.8", "3.12", "3.13"]))) == 2 * 2 * 3 * 2


@pytest.mark.parametrize(
    ("which", "labels"),
    [
        ("all", ["3.8", "3.9", "3.13"]),
        ("ends", ["3.8", "3.13"]),
        ("newest", ["3.13"]),
        ("others", ["3.9"]),
        (None, [None]),
    ],
)
def test_the_interpreters_of_an_entry(which, labels):
    assert comparisons.chosen(which, ["3.8", "3.9", "3.13"]) == labels


def test_one_interpreter_is_both_ends_once():
    assert comparisons.chosen("ends", ["3.13"]) == ["3.13"]


def data_of(frame, **more):
    """A run's data, with builds."""
    tables = [pd.DataFrame(columns=["backend", "interpreter", "element", "optimised"])]
    tables.append(pd.DataFrame(columns=["claim", "check", "interpreter"]))
    return run_data.RunData(frame, no_gaps(), *tables, more.pop("run", RUN), SPAN, **more)


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"nodes": 2}, "the two interpreters may have run on different nodes"),
        (
            {"run": RUN | {"builds": {"3.8": "plain", "3.13": "pgo lto"}}},
            "not comparable: 3.13 is built with PGO and LTO",
        ),
    ],
)
def test_interpreters_that_cannot_be_compared_are_not_measured(more, reason):
    of, to = THREE["interpreters"]
    frame = pd.concat([measured(of, 3e-6, 1), measured(to, 1e-6, 2)], ignore_index=True)
    verdict, reading = only_reading({"of": of, "to": to}, data=data_of(frame, **more))
    assert verdict == "not measured here" and reading.reason.startswith(reason)
    assert only_reading({"of": of, "to": to}, data=data_of(frame))[0] == "holds"


def test_another_quantity_is_compared_and_has_no_loop():
    frame = condition(1e-6, interpreter="3.13")
    frame = frame.assign(p99_seconds=frame["seconds"] * 3, p50_seconds=frame["seconds"], loop=1e-8)
    entry = {"of": {"quantity": "p99_seconds"}, "to": {"quantity": "p50_seconds"}}
    verdict, reading = only_reading(entry, frame)
    assert verdict == "holds" and reading.estimate == pytest.approx(3) and reading.less_loop is None


def test_what_processes_hold_needs_no_time_of_its_own():
    """A mechanism that declines to attach holds something after it all the same."""
    frame = condition(1e-6, interpreter="3.13", operation="copy_out", processes=4)
    held = frame[CELL].assign(operation="attach", total_pss_bytes=1e8)
    held = pd.concat([held, held.assign(operation="copy_out", total_pss_bytes=3e8)], ignore_index=True)
    entry = {"of": {"operation": "copy_out"}, "to": {"operation": "attach"}, "quantity": "total_pss_bytes"}
    verdict, reading = only_reading(entry | {"processes": [4]}, data=data_of(frame, held=held))
    assert verdict == "holds" and reading.estimate == pytest.approx(3)
