"""Every check can fail: a broken double is found out, and what can't be tried says so."""

import contextlib
import multiprocessing
import os
import queue
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from checks import runner
from checks.article import __main__, environment
from checks.article.__main__ import CLAIMS, checks_of, fresh
from checks.article.check import Untried, check, needs, outcome
from checks.article.claims import manager_types, shm_listing
from collect import sealed
from judge import claims
from measure.largest_payload import UNTRIED
from measure.system import host
from sweep import interpreters
from tests.checks.safety.test_probes import needs_a_private_place

SCRIPTS = str(Path("scripts").resolve())
CHECKS = [(module, name) for module in runner.modules(CLAIMS) for name in checks_of(module)]


class Dummy:
    """A lock, a semaphore, a condition and an event that do nothing: whoever asks may go on."""

    def __init__(self, *_):
        pass

    def acquire(self, *_):
        return True

    def release(self):
        pass

    def wait(self, *_):
        return True

    def set(self):
        pass

    def notify(self):
        pass

    def is_set(self):
        return False

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass


class Private:
    """A queue of each process's own."""

    def __init__(self):
        self.items = []

    def put(self, item):
        self.items.append(item)

    def get(self, *_):
        if not self.items:
            raise queue.Empty
        return self.items.pop(0)


class Broken:
    """A Manager whose things are shared with nobody, and keep nobody out."""

    list = staticmethod(list)
    dict = staticmethod(dict)
    Namespace = SimpleNamespace
    Lock = RLock = Semaphore = BoundedSemaphore = Condition = Event = Dummy
    Queue = Private

    @staticmethod
    def Value(typecode, value):
        return SimpleNamespace(value=value)

    @staticmethod
    def Array(typecode, values):
        return list(values)


@pytest.fixture(autouse=True)
def forked(monkeypatch):
    """Doubles live in this file, which a spawned process couldn't import."""
    fork = multiprocessing.get_context("fork")
    for name in ("Process", "Pipe", "Event"):
        monkeypatch.setattr(multiprocessing, name, getattr(fork, name))
    monkeypatch.setattr(manager_types, "LATE", 2)


@pytest.mark.parametrize("name", checks_of("manager_types"))
def test_each_of_the_twelve_types_fails_when_the_sharing_is_broken(name):
    found = outcome(lambda: checks_of("manager_types")[name](Broken()))
    assert found["ok"] == "no", found


def test_there_are_twelve():
    assert len(checks_of("manager_types")) == 12


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    """Every check's row under this interpreter."""
    out = tmp_path_factory.mktemp("works") / "here.jsonl"
    command = [sys.executable, "-s", "-m", "checks.article", str(out), "here"]
    subprocess.run(command, env=dict(os.environ, PYTHONPATH=SCRIPTS), check=True, timeout=120)
    return sealed.objects(out)


@pytest.mark.slow
def test_every_check_answers_and_gives_its_lines(here):
    assert [row["check"] for row in here] == [name for _, name in CHECKS]
    assert [row for row in here if row["ok"] == "no"] == []
    assert all(row["expects"] and row["lines"].startswith("def ") for row in here)


@pytest.mark.slow
def test_they_leave_nothing_in_shared_memory(here):
    assert not [name for name in os.listdir("/dev/shm") if name.startswith("psm_")]


@pytest.mark.slow
def test_every_found_interpreter_takes_the_runner_and_older_ones_say_what_they_lack(tmp_path):
    older = interpreters.before_oldest()
    if not older:
        pytest.skip("no CPython before 3.8 was found")
    label, oldest = next(iter(older.items()))
    out = tmp_path / "old.jsonl"
    command = [oldest.path, "-s", "-m", "checks.article", str(out), label]
    subprocess.run(command, env=dict(os.environ, PYTHONPATH=SCRIPTS), check=True, timeout=120)
    rows = {row["check"]: row for row in sealed.objects(out)}
    assert set(rows) == {name for _, name in CHECKS}
    assert rows["manager_list"]["ok"] == "yes"
    assert rows["shared_memory_came_with_38"]["ok"] == "yes"
    assert rows["two_handles"]["ok"] == "untried" and "not there" in rows["two_handles"]["reason"]


def one_and_two():
    return 1, 2


def test_an_outcome_tells_expected_seen_and_why():
    assert outcome(lambda: (1, 1))["ok"] == "yes"
    assert outcome(one_and_two) == {"ok": "no", "expected": "1", "seen": "2", "reason": ""}
    assert outcome(lambda: {}["x"])["reason"] == "KeyError: 'x'"

    def not_here():
        raise Untried("needs a moon")

    assert outcome(not_here) == {"ok": "untried", "expected": "", "seen": "", "reason": "needs a moon"}


def test_the_second_listing_runs_as_it_stands_and_each_printed_value_counts():
    session = shm_listing.two_handles.__doc__
    expected, seen = shm_listing.printed(session)
    assert expected == seen and len(seen) == session.count(">>>") - 1  # one line is a comment alone
    for line, another in (("buffer[4] = 100", "buffer[4] = 99"), ("b'howdy'  #", "b'other'  #")):
        assert line in session
        assert outcome(lambda: shm_listing.printed(session.replace(line, another)))["ok"] == "no"  # noqa: B023
    broken = outcome(lambda: shm_listing.printed(session.replace("shm_a.name", "'nowhere'")))
    assert broken["ok"] == "no" and "FileNotFoundError" in broken["seen"]


LISTINGS = {
    runner.load(CLAIMS, name).CLAIM: runner.load(CLAIMS, name).CHANGES
    for name in runner.modules(CLAIMS)
    if hasattr(runner.load(CLAIMS, name), "CHANGES")
}


def test_a_claim_names_every_change_that_its_check_makes_to_the_article_s_lines():
    told = {one["checks"]: one for one in claims.load("config/claims/article.yaml")["claims"] if "checks" in one}
    assert {name for name in told if name.endswith("-listing")} <= set(LISTINGS)
    for name, changes in LISTINGS.items():
        (test,) = told[name]["tests"]
        assert all(words in test["why"] for words in changes), name
    assert LISTINGS["shm-listing"] == () and "as it stands" in told["shm-listing"]["tests"][0]["why"]


def test_the_lines_are_those_of_the_function_alone():
    @check("something")
    def sample():
        return 1, 1

    assert runner.source_of(sample).lstrip().startswith("def sample")
    assert "@check" not in runner.source_of(sample)


def test_a_hanging_check_is_ended(monkeypatch, tmp_path):
    monkeypatch.setattr(__main__, "SECONDS", 0.3)
    with contextlib.suppress(KeyError):
        monkeypatch.delenv("PYTHONPATH")
    monkeypatch.setenv("PYTHONPATH", SCRIPTS)
    found = fresh("listings", "manager_list_is_filled' + input() + '", str(tmp_path))
    assert found["ok"] == "no"


# /dev/shm as some containers have it.
READ_ONLY = """
import os, sys
from checks.safety import namespaces
namespaces.enter()
namespaces.mount("tmpfs", "/dev/shm", "tmpfs", namespaces.NOSUID_NODEV | 1)  # MS_RDONLY
from checks.article.__main__ import main
main(sys.argv[1], "here")
"""


@pytest.mark.slow
@needs_a_private_place
def test_what_the_machine_lacks_is_no_finding(tmp_path):
    out = tmp_path / "here.jsonl"
    variables = dict(os.environ, PYTHONPATH=SCRIPTS)
    subprocess.run([sys.executable, "-s", "-c", READ_ONLY, str(out)], env=variables, check=True, timeout=120)
    rows = sealed.objects(out)
    lacking = [row for row in rows if row["ok"] == "untried"]
    assert {row["claim"] for row in lacking} >= {"shm-listing", "unlink-once", "needs-no-messages"}
    words = "could not be tried, because /dev/shm can't be written to: Read-only file system"
    assert {row["reason"] for row in lacking} == {words}
    assert [row for row in rows if row["ok"] == "no"] == []


def test_a_socket_that_can_t_be_made_is_told(monkeypatch):
    assert environment.socket_fault() == environment.shm_fault() == ""
    monkeypatch.setattr(environment.tempfile, "mkdtemp", lambda prefix: "/nowhere")
    words = "could not be tried, because no socket can be made in the temporary folder"
    assert environment.socket_fault().startswith(words)
    assert outcome(lambda: needs(environment.socket_fault))["ok"] == "untried"


def test_the_checks_begin_as_a_search_does_when_something_could_not_be_tried():
    """One is in 2.7's syntax and can't import the other; the page and the judge know the words by the latter."""
    assert environment.COULD_NOT == UNTRIED


@pytest.mark.parametrize("place", ["/dev/shm", "/proc/nowhere", "/proc/self/fd", "LICENSE"])
def test_the_checks_ask_of_shared_memory_what_cells_ask(monkeypatch, place):
    monkeypatch.setattr(environment, "SHM", place)
    monkeypatch.setattr(host, "SHM", place)
    fault = host.shm_fault()
    assert bool(fault) == (place != "/dev/shm")
    assert environment.shm_fault() == (UNTRIED + fault if fault else "")
