"""Times of interpreters that were built otherwise are never set against each other."""

import pytest

from support import builds


@pytest.mark.parametrize(
    ("kinds", "words"),
    [
        ({"3.8": "plain", "3.13": "plain"}, ""),
        ({"3.8": "pgo lto"}, ""),
        ({"3.8": "plain", "3.13": "pgo"}, "not comparable: 3.13 is built with PGO, 3.8 without"),
        ({"3.8": "pgo lto", "3.13": "plain"}, "not comparable: 3.8 is built with PGO and LTO, 3.13 without"),
        (
            {"3.13": "plain", "3.13t": "free-threaded"},
            "not comparable: 3.13t is built with free threading, 3.13 without",
        ),
        (
            {"3.8": "plain", "3.9": "plain", "3.12": "debug", "3.13": "pgo"},
            "not comparable: 3.12 is built with debugging, 3.13 is built with PGO, 3.8 and 3.9 without",
        ),
    ],
)
def test_unlike_builds_are_told(kinds, words):
    assert builds.not_comparable(kinds) == words


def test_several_are_a_series():
    kinds = {"3.8": "plain", "3.9": "plain", "3.10": "plain", "3.13": "pgo"}
    assert builds.not_comparable(kinds) == "not comparable: 3.13 is built with PGO, 3.8, 3.9 and 3.10 without"


def test_only_those_count_that_stand_beside_each_other():
    kinds = {"3.8": "plain", "3.9": "pgo", "3.13": "plain"}
    assert builds.not_comparable(kinds, ["3.8", "3.13"]) == ""
    assert builds.not_comparable(kinds, ["3.8", "3.9", "unheard of"])


def test_two_runs_differ_where_one_interpreter_was_built_otherwise():
    assert builds.differing({"3.8": "plain", "3.9": "pgo"}, {"3.8": "plain", "3.9": "plain", "3.10": "pgo"}) == ["3.9"]


def test_the_interpreters_on_trial_are_one_sentence():
    run = {"interpreters": {"3.13": "3.13.0", "3.8": "3.8.18"}, "builds": {"3.8": "plain", "3.13": "plain"}}
    assert builds.on_trial(run) == "3.8.18 plain (no PGO, no LTO), 3.13.0 plain"  # of an older archive
    details = {label: {"kind": "plain", "libc": "glibc 2.36"} for label in run["interpreters"]}
    told = builds.on_trial(run | {"builds_detail": details})
    assert told == "3.8.18 plain (no PGO, no LTO), 3.13.0 plain; glibc 2.36"
    details["3.13"] = {"kind": "plain", "libc": "glibc 2.43"}
    assert builds.on_trial(run | {"builds_detail": details}).endswith("; glibc 2.36 (3.8), glibc 2.43 (3.13)")
    mixed = run | {"builds": {"3.8": "pgo lto"}, "builds_detail": details}
    assert builds.on_trial(mixed).startswith("3.8.18 with PGO and LTO, 3.13.0 plain (no PGO, no LTO); ")
    assert builds.on_trial(run | {"builds": {}}) == "3.8.18 not measured, 3.13.0 not measured"
