"""Interpreters are found, not assumed; a missing one is told with what was found."""

import json
import platform
import sys
from pathlib import Path

import pytest

from measure.system import host
from sweep import interpreters
from sweep.interpreters import Interpreter
from tests.sweep.default import load


def some():
    versions = [(3, 8, 18), (3, 11, 2), (3, 11, 7), (3, 13, 0)]
    found = [Interpreter(f"/opt/{'.'.join(map(str, one))}", one) for one in versions]
    return [*found, Interpreter("/opt/3.13t", (3, 13, 0), True)]


def test_one_of_each_minor_version_the_newest():
    chosen = interpreters.newest_of_each(some())
    assert [one.full for one in chosen] == ["3.8.18", "3.11.7", "3.13.0", "3.13.0t"]


def test_free_threaded_builds_have_a_name_of_their_own():
    assert some()[-1].label == "3.13t"
    assert interpreters.named("3.13t", some()).free_threaded
    assert not interpreters.named("3.13", some()).free_threaded


def test_by_minor_and_by_full_version():
    assert interpreters.named("3.11", some()).full == "3.11.7"
    assert interpreters.named("3.11.2", some()).full == "3.11.2"


def test_a_missing_one_lists_what_was_found():
    with pytest.raises(interpreters.NotFound) as caught:
        interpreters.named("3.9", some())
    assert "'3.9' is no CPython from 3.8 on; found: 3.8.18 (/opt/3.8.18)" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_by_path():
    assert interpreters.named(sys.executable, []).version == tuple(sys.version_info[:3])
    with pytest.raises(interpreters.NotFound, match="is no CPython"):
        interpreters.named("/nowhere/python", some())


def test_one_that_says_more_than_it_is_asked_is_found_by_what_it_says_last(tmp_path):
    """As one does whose sitecustomize prints."""
    path = tmp_path / "python"
    path.write_text(f'#!/bin/sh\necho hello\nexec {sys.executable} "$@"\n', encoding="utf-8")
    path.chmod(0o755)
    assert interpreters.identify(str(path)).version == tuple(sys.version_info[:3])


@pytest.mark.parametrize("variable", ["PYTHONOPTIMIZE", "PYTHONVERBOSE", "PYTHONINSPECT"])
def test_the_shell_s_variables_change_nothing(monkeypatch, variable):
    known = interpreters.identify(sys.executable)
    monkeypatch.setenv(variable, "1")
    assert interpreters.identify(sys.executable) == known is not None


def test_two_of_one_minor_version_get_their_full_names(monkeypatch):
    monkeypatch.setattr(interpreters, "discover", some)
    assert list(interpreters.choose(["3.11.2", "3.11.7"])) == ["3.11.2", "3.11.7"]
    assert list(interpreters.choose("auto")) == ["3.8", "3.11", "3.13", "3.13t"]


@pytest.mark.parametrize(
    ("labels", "ends", "others"),
    [
        (["3.8", "3.9", "3.13"], ["3.8", "3.13"], ["3.9"]),
        (["3.12"], ["3.12"], []),
        (["3.8", "3.9"], ["3.8", "3.9"], []),
    ],
)
def test_ends_and_others(labels, ends, others):
    assert interpreters.group(labels, "ends") == ends
    assert interpreters.group(labels, "others") == others
    assert interpreters.group(labels, "all") == labels


def test_of_named_versions_those_that_were_found():
    assert interpreters.group(["3.8", "3.13", "3.13t", "3.15"], ["3.15", "3.13", "3.14"]) == ["3.13", "3.15"]
    assert interpreters.group(["3.8"], ["3.13"]) == []


def test_something_that_is_no_python_is_no_interpreter(tmp_path):
    fake = tmp_path / "python"
    fake.write_text("#!/bin/sh\necho 1\n")
    fake.chmod(0o755)
    assert interpreters.identify(str(fake)) is None


def test_the_same_question_tells_how_it_was_built():
    built = interpreters.named(sys.executable, []).built
    assert built.kind == host.build() and built.compiler == platform.python_compiler()
    assert built.libc == " ".join(platform.libc_ver())
    assert str(Path.home()) not in built.configured + built.flags


def test_a_run_s_facts_say_how_each_interpreter_was_built(config):
    facts = json.loads(load(config).run.run.read_text())
    assert list(facts["builds_detail"]) == list(facts["interpreters"])
    assert facts["builds_detail"]["3.8"]["kind"] == "plain"


@pytest.mark.parametrize(("home", "told"), [("/home/me", "--prefix=~/x"), ("/", "--prefix=/home/me/x"), (None, "")])
def test_the_home_directory_is_not_told_and_a_user_may_have_none(monkeypatch, home, told):
    monkeypatch.setenv("HOME", home) if home else monkeypatch.delenv("HOME")
    monkeypatch.setattr("pwd.getpwuid", nobody)
    assert interpreters.without_home("--prefix=/home/me/x") == (told or "--prefix=/home/me/x")


def nobody(number):
    raise KeyError(number)
