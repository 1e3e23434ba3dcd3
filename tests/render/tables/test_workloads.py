"""An answer in words says what to use, what it takes, how safe it is, and what the faster ones would cost."""

from dataclasses import asdict

import pytest

from judge.workloads.questions import answered
from render.tables import workloads
from tests.judge.workloads.made_up import mechanism, part

ENTRY = {"id": "x", "job": "a job", "why": "because", "payload": "items", "size": "64 KiB", "workers": 4}
ENTRY["counts"] = {"create": 1, "attach": 1, "reads": 1000, "updates": 1}
SECONDS = {"create": 1e-3, "attach": 1e-4, "read_item": 1e-6, "increment_locked": 1e-5}


def context(entry=ENTRY, **mechanisms):
    """Of mechanisms that are each half as fast as the one before: name -> (safety, what it needs)."""
    parts = [
        part(name, operation, seconds * 2**place, processes=processes)
        for place, name in enumerate(mechanisms)
        for operation, seconds in SECONDS.items()
        for processes in ((1,) if operation in ("create", "attach") else (1, 4))
    ]
    known = [mechanism(name, *one) for name, one in mechanisms.items()]
    answer = answered(entry, "3.13", parts, [], known, [])
    held = {"answers": [asdict(answer)], "mechanisms": [vars(one) for one in known]}
    (found,) = workloads.to_context(held)
    return found


def test_what_is_advised_and_what_faster_ones_would_cost():
    found = context(a=("unsafe", []), b=("passed", ["a library"]), c=("passed", ["a library", "a server"]))
    assert found["use"]["backend"] == "b" and found["use"]["safe"] == "passed every probe of safety"
    assert (
        found["faster"]
        == "the fastest, a, takes 2.11 ms [2.11 ms, 2.11 ms] and needs the standard library alone, but is not safe: "
    )
    assert [row["backend"] for row in found["runners"]] == ["a", "c"]


def test_where_none_passed_nothing_is_advised():
    found = context(a=("unsafe", []), b=("untried", []), c=("not probed", []))
    assert found["use"] is None and found["near"]["backend"] == "a"


def test_the_life_says_what_each_worker_does():
    found = context(a=("passed",), b=("passed",), c=("passed",))
    assert found["life"] == "64-bit ints of 64 KiB; 4 workers; each worker: 1,000 reads, 1 update"
    assert found["use"]["once"].startswith("1.1 ms") and found["use"]["access"].startswith("1.01 ms")
    assert [(one["says"], one["count"], one["each"]) for one in found["use"]["paid"]][2] == (
        "read one item",
        "1,000",
        "1 µs",
    )


def test_what_goes_from_one_to_another_is_counted_for_all():
    answer = {"payload": "blob", "size": 2**24, "workers": 4, "counts": {"create": 1, "attach": 1, "hand_overs": 4}}
    assert workloads.format_life(answer) == "one object of bytes of 16 MiB; 4 workers; 4 hand-overs"


def test_a_run_without_workloads_has_no_answer():
    assert workloads.to_context(None) == []


@pytest.mark.parametrize(
    ("safety", "reasons", "words"),
    [
        (
            "unsafe",
            ["torn items", "crash: no room left"],
            "not safe: torn items; it crashes in the probe “no room left”",
        ),
        ("unsafe", ["hang: threads"], "not safe: it hangs in the probe “threads”"),
        ("untried", ["not tried: torn item"], "safety unknown: not tried: torn item"),
    ],
)
def test_safety_is_told_with_its_reasons(safety, reasons, words):
    row = dict.fromkeys(("seconds", "low", "high", "once", "once_low", "once_high", "ratio"), 1.0)
    row |= {"backend": "a", "access": 0.0, "access_low": 0.0, "access_high": 0.0, "paid": [], "memory": None}
    one = {"what": "a list", "safety": safety, "reasons": reasons, "needs": []}
    assert workloads.line(row, one, {"alike": []}, "items")["safe"] == words


@pytest.mark.parametrize(
    ("count", "each", "seconds", "words"),
    [
        (10_000, 80.2e-9, 812e-6, "the first takes 10.1 µs"),
        (10_000, 80.2e-9, 802e-6, ""),
        (1, 1e-3, 1e-3, ""),  # then the first is all
        (10_000, 80.2e-9, 780e-6, ""),  # each is a median of its own, and may exceed
    ],
)
def test_a_slow_first_time_is_told_where_the_sum_shows_it(count, each, seconds, words):
    assert workloads.format_first({"count": count, "each": each, "seconds": seconds}) == words
