"""Safe is what passed; what could not be tried, or was not, never is. Simple is what needs little."""

import pytest

from judge.workloads.qualities import Probed, contenders, how_safe, mechanisms, needs, today

KEY = ("a", "3.13")


@pytest.mark.parametrize(
    ("unsafe", "untried", "expected"),
    [
        ({KEY: []}, {KEY: []}, ("passed", [])),
        ({KEY: ["torn items"]}, {KEY: []}, ("unsafe", ["torn items"])),
        ({KEY: ["torn items"]}, {KEY: ["no room left"]}, ("unsafe", ["torn items"])),
        ({KEY: []}, {KEY: ["not tried: no room left"]}, ("untried", ["not tried: no room left"])),
        ({}, {KEY: ["not tried: no room left"]}, ("untried", ["not tried: no room left"])),
        ({}, {}, ("not probed", [])),
        ({("a", "3.8"): []}, {("a", "3.8"): []}, ("not probed", [])),
    ],
)
def test_only_who_answered_every_probe_well_has_passed(unsafe, untried, expected):
    assert how_safe(*KEY, Probed(unsafe, untried, {})) == expected


def test_what_a_mechanism_needs_is_told_by_the_run():
    facts = {"needs": ["a-library"], "servers": 1, "systems": ["Linux", "macOS"]}
    assert needs("a", facts) == ["a-library", "a server", "Linux or macOS"]
    assert needs("a", {"needs": [], "servers": 0, "systems": []}) == []


def test_what_an_older_run_does_not_tell_is_asked_of_the_mechanism():
    assert needs("memfd", {"needs": [], "servers": 0}) == ["Linux"]
    assert needs("via_unix_socket", {"carries": True}) == ["Linux or macOS"]
    assert needs("via_pipe", {"carries": True}) == []  # its receiver is no server
    assert needs("via_manager", {"carries": True}) == ["a server"]
    assert today("gone since") == {"servers": 0, "systems": [], "needs": []}


def test_who_shares_nothing_or_hands_nothing_over_is_no_contender():
    run = {
        "backends": {"a": {"shared": True, "what": "A."}, "b": {"shared": False, "what": "B."}},
        "channels": {"c": {"carries": True, "what": "C."}, "d": {"carries": False, "what": "D."}},
    }
    assert contenders(run) == ["a", "c"]
    found = mechanisms(run, ["3.8", "3.13"], Probed({KEY: []}, {KEY: []}, {("c", "3.13"): ["a lock where two send"]}))
    assert [(one.backend, one.interpreter, one.safety) for one in found] == [
        ("a", "3.8", "not probed"),
        ("c", "3.8", "not probed"),
        ("a", "3.13", "passed"),
        ("c", "3.13", "not probed"),
    ]
    assert [one.needs for one in found if one.backend == "c"] == [[], ["a lock where two send"]]
