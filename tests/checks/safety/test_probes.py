"""Every probe can fail: each answers one way on one mechanism and another way on another, some broken on purpose."""

import concurrent.futures
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from checks import runner
from checks.safety import __main__, exhaustion, namespaces
from checks.safety.__main__ import AT_ONCE, all_probes, describe, fresh, impossible, probes_of
from checks.safety.probe import ANSWERS, Untried, finding, finding_of_chance, outcome, probe
from measure.contract import backing, discovery
from measure.contract.backend import Backend
from sweep import interpreters

DOUBLES = Path(__file__).parent / "doubles"
PLACES = os.pathsep.join([str(Path("scripts").resolve()), str(Path.cwd())])
# probe -> mechanism -> its answer; a mechanism is a double, or a backend of the folder.
CASES = {
    "torn_item": {"plain": "not seen", "torn": "yes", "touchy": "refused"},
    "torn_type": {"plain": "refused", "torn_type": "yes", "live": "not seen"},
    "torn_whole": {"manager_list": "not seen", "torn": "yes", "touchy": "refused"},
    "lost_update": {"locked": "not seen", "plain": "yes"},
    "lost_under_lock": {"plain": "not seen", "lawless": "yes"},
    "lost_neighbour": {"plain": "not seen", "live": "yes", "touchy": "refused"},
    "lost_atomic": {"locked": "not seen", "lawless": "yes"},
    "holder_dies": {"shared_memory": "yes", "manager_list": "yes", "locked": "no"},
    "creator_killed": {"shared_memory": "yes", "mortal": "no"},
    "leak_of_one": {"shared_memory": "no", "manager_list": "yes", "plain": "yes"},
    "leak_of_all": {"shared_memory": "yes", "nameless": "no"},
    "memory_back": {"live": "yes", "manager_list": "yes", "hoarding": "no", "shared_memory": "refused"},
    "visitor_destroys": {"shared_memory": "yes", "plain": "no", "manager_list": "refused"},
    "trailing_nuls": {"shared_memory": "yes", "shareable_list": "no"},
    "big_int": {"manager_list": "yes", "shared_memory": "refused", "wrong": "no"},
    "float_for_int": {"manager_list": "yes", "shared_memory": "refused", "wrong": "no"},
    "texts": {"manager_list": "yes", "shared_memory": "refused", "shareable_list": "no", "clipped": "no"},
    "other_types": {"manager_list": "yes", "shared_memory": "refused", "shareable_list": "no", "clipped": "no"},
    "nested_change": {"live": "yes", "manager_list": "no", "shared_memory": "refused"},
    "pickled_view": {"manager_list": "yes", "shared_memory": "refused", "copied": "no"},
    "past_the_end": {"shared_memory": "yes", "wrong": "no", "live": "grows"},
    "no_room": {
        **dict.fromkeys(("plain", "careful", "mmap_file", "mmap_file_in_memory", "sqlite"), "refused"),
        **dict.fromkeys(("system_v", "limited"), "refused"),
        **dict.fromkeys(("shared_memory", "shareable_list", "multiprocessing_raw_array"), "crash"),
        **dict.fromkeys(("memfd", "nameless", "manager_list", "manager_array", "owner_pipe", "deaf"), "killed"),
        "forgetful": "no",
        "elsewhere": "untried",
    },
    "after_close": {"shared_memory": "refused", "manager_list": "yes", "wrong": "no", "unmapped": "crash"},
    "after_unlink": {"shared_memory": "yes", "wrong": "no"},
    "open_to_others": {"shared_memory": "no", "manager_list": "no", "public": "yes"},
    "another_user": {"shared_memory": "no", "manager_list": "no", "public": "yes"},
    "under_fork": {"plain": "yes", "no_fork": "no"},
    "under_spawn": {"plain": "yes", "only_fork": "no"},
    "under_forkserver": {"plain": "yes", "only_fork": "no"},
    "threads": {"plain": "yes", "threadbound": "refused", "wrong": "no"},
    "sender_killed": {"via_pipe": "refused", "via_shared_memory": "not seen", "hasty": "yes"},
    "receiver_killed": {"via_pipe": "yes", "via_shared_memory": "no"},
    "larger_message": {"via_pipe": "yes", "via_shared_memory": "refused", "hasty": "no"},
    "channel_leak": {"via_pipe": "no", "via_shared_memory": "yes"},
    "channel_closed": {"via_pipe": "no", "via_shared_memory": "no", "littering": "yes"},
    "two_senders": {"via_queue": "not seen", "via_shared_memory": "yes"},
    "senders_locked": {"via_pipe": "not seen", "via_shared_memory": "not seen", "hasty": "yes"},
}
# Who ended, and in which backing, as the evidence has it.
ENDED = {
    "shared_memory": "no room in /dev/shm: the creator was ended by SIGBUS",
    "multiprocessing_raw_array": "no room in /dev/shm and the temporary folder: the creator was ended by SIGBUS",
    "memfd": "no room in the memory of its processes: the creator was ended by SIGKILL",
    "manager_list": "no room in the memory of its server: its process multiprocessing.",
    "deaf": "no room in the memory of its server: its process multiprocessing.",
}
ELSEWHERE = {"visitor_untracked", "free_threaded"}  # need another interpreter, or one that says that it is another
PROBES = {name: (module, one) for module, name, one in all_probes()}


def secluded():
    """Can a private place be had here?"""
    line = "from checks.safety import namespaces; namespaces.enter(); print('in')"
    done = subprocess.run([sys.executable, "-c", line], env=environment(), capture_output=True, text=True)
    return done.stdout == "in\n"


def environment(folder=None):
    return dict(os.environ, PYTHONPATH=PLACES, **({"TMPDIR": str(folder)} if folder else {}))


def last(line, folder):
    """The answer that a command prints last."""
    done = subprocess.run(line, env=environment(folder), capture_output=True, text=True, timeout=60)
    return json.loads(done.stdout.splitlines()[-1])["answer"]


needs_a_private_place = pytest.mark.skipif(not secluded(), reason="needs root or user namespaces")


def spec(name, mechanism):
    double = DOUBLES / f"{mechanism}.py"
    return describe(str(double) if double.exists() else mechanism, PROBES[name][1], f"sstt{os.getpid()}{name}")


@pytest.fixture(scope="module")
def answers():
    """(probe, mechanism) -> what was found, each in a fresh process."""
    before, os.environ["PYTHONPATH"] = os.environ.get("PYTHONPATH"), PLACES
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        jobs = {
            (name, mechanism): pool.submit(fresh, PROBES[name][0], name, spec(name, mechanism))
            for name, cases in CASES.items()
            for mechanism in cases
        }
        found_here = {key: job.result() for key, job in jobs.items()}
    os.environ.pop("PYTHONPATH") if before is None else os.environ.update(PYTHONPATH=before)
    return found_here


def test_every_probe_has_a_case_that_answers_the_other_way():
    assert set(CASES) | ELSEWHERE == set(PROBES)
    assert all(len(set(cases.values())) > 1 for cases in CASES.values())


@pytest.mark.slow
@needs_a_private_place
@pytest.mark.parametrize(("name", "mechanism"), [(name, one) for name, cases in CASES.items() for one in cases])
def test_it_answers(name, mechanism, answers):
    if name == "another_user" and os.getuid() != 0:
        pytest.skip("only root can become another user")
    seen = answers[name, mechanism]
    if "no memory cgroup can be made" in seen["evidence"]:
        pytest.skip(seen["evidence"])
    assert seen["answer"] == CASES[name][mechanism], seen
    assert seen["evidence"].startswith(ENDED.get(mechanism, "") if name == "no_room" else "")
    assert seen["evidence"]


@pytest.mark.slow
@needs_a_private_place
def test_what_was_changed_refused_or_met_is_told_with_its_values(answers):
    clipped, refused = answers["texts", "clipped"]["evidence"], answers["texts", "shared_memory"]["evidence"]
    assert "'aaaaaaaaa', read 'aaaaaaaa'" in clipped and ", 0 refused" in clipped
    assert "0 came back, 0 changed" in refused and "TypeError" in refused
    assert "b'\\x00', read b''" in answers["other_types", "clipped"]["evidence"]
    for name in ("torn_item", "torn_whole", "lost_neighbour"):
        assert answers[name, "touchy"]["evidence"].endswith("; ValueError: not enough values to unpack")


@pytest.mark.slow
@needs_a_private_place
def test_what_is_a_matter_of_chance_is_counted(answers):
    for name in ("torn_item", "torn_whole", "lost_update", "lost_under_lock"):
        for mechanism, answer in CASES[name].items():
            seen = answers[name, mechanism]
            assert seen["tries"] > 0 and (seen["seen"] > 0) == (answer == "yes")


@pytest.mark.slow
@needs_a_private_place
@pytest.mark.parametrize(("mechanism", "answer"), [("shared_memory", "no"), ("greedy", "yes"), ("plain", "untried")])
def test_a_visitor_that_isn_t_tracked(mechanism, answer, tmp_path):
    newest = interpreters.discover((3, 13))
    if not newest:
        pytest.skip("no CPython from 3.13 on was found")
    asked = dict(spec("visitor_untracked", mechanism), version=list(newest[-1].version[:2]))
    line = [newest[-1].path, "-s", "-m", "checks.safety", "visitors", "visitor_untracked", json.dumps(asked), "-"]
    assert last(line, tmp_path) == answer


# What `sys` would say in a free-threaded build; the probe asks nothing else of it.
UNLOCKED = """
import sys
sys._is_gil_enabled = lambda: False
from checks.safety.__main__ import run
run("starts", "free_threaded", sys.argv[1])
"""


@pytest.mark.parametrize(("mechanism", "answer"), [("plain", "yes"), ("threadbound", "refused"), ("wrong", "no")])
def test_threads_of_a_build_that_says_it_has_no_lock(mechanism, answer, tmp_path):
    asked = json.dumps(spec("free_threaded", mechanism))
    assert last([sys.executable, "-c", UNLOCKED, asked], tmp_path) == answer
    assert last([sys.executable, "-m", "checks.safety", "starts", "free_threaded", asked, "-"], tmp_path) == "untried"


def test_an_exception_that_a_race_raises_is_the_answer_where_nothing_else_was_seen():
    assert finding_of_chance(0, 9, "tried", ["", ""])["answer"] == "not seen"
    assert finding_of_chance(0, 9, "tried", ["", "ValueError: x"]) == finding("refused", "tried; ValueError: x", 0, 9)
    assert finding_of_chance(1, 9, "tried", ["ValueError: x"]) == finding("yes", "tried; ValueError: x", 1, 9)


@pytest.mark.parametrize("name", [name for name, path in discovery.paths().items() if not discovery.load(path).needs])
def test_each_backing_is_one_that_can_be_left_without_room(name):
    kind = discovery.load(discovery.find(name))
    assert kind.backing and set(kind.backing) <= set(exhaustion.EXHAUST)
    limits_itself = kind.limit_memory is not Backend.limit_memory
    assert limits_itself == (backing.SERVER_LIMIT in kind.backing)


def test_each_names_its_question_its_rule_and_its_lines():
    for _, one in PROBES.values():
        assert one.head and "?" in one.asks and one.source
        assert len(one.head) <= 20 and runner.source_of(one).startswith("def ")


def test_what_a_backend_can_t_do_is_untried_with_its_reason():
    assert impossible(PROBES["torn_item"][1], spec("torn_item", "local_list")) == "it shares nothing between processes"
    assert impossible(PROBES["trailing_nuls"][1], spec("trailing_nuls", "plain")) == "holds items only"
    assert impossible(PROBES["torn_item"][1], spec("torn_item", "plain")) is None
    old = dict(spec("torn_item", "plain"), version=[3, 7])
    assert impossible(PROBES["torn_item"][1], old) == "needs Python 3.8"


def test_a_channel_is_asked_its_own_questions_and_a_backend_none_of_them():
    own = {name for name, (_, one) in PROBES.items() if one.channels}
    kinds = {name: discovery.load(discovery.find(name)) for name in ("via_pipe", "shared_memory")}
    assert {name for _, name, _ in __main__.probes_for(kinds["via_pipe"])} == own
    assert {name for _, name, _ in __main__.probes_for(kinds["shared_memory"])} == set(PROBES) - own
    asked = PROBES["sender_killed"][1]
    assert impossible(asked, spec("sender_killed", "memcpy")) == "it hands nothing over"
    words = "its ends are interpreters of one process"
    assert impossible(asked, spec("sender_killed", "via_interpreters_queue")) == words
    assert impossible(asked, spec("sender_killed", "via_queue")) is None


def test_an_outcome_tells_a_crash_from_a_hang_from_what_can_t_be_tried():
    def not_here():
        raise Untried("needs a moon")

    assert outcome(not_here)["answer"] == "untried"
    assert outcome(lambda: {}["x"])["evidence"].endswith("KeyError: 'x'")
    assert __main__.answer("", "", 139, False) == finding("crash", "the process that used it was ended by SIGSEGV")
    assert __main__.answer("", "", 137, True)["answer"] == "hang"
    assert __main__.answer("noise\n", "a\nValueError: b", 1, False)["evidence"].endswith("ValueError: b")
    assert {"crash", "hang", "untried"} <= set(ANSWERS)


def test_a_probe_that_hangs_is_ended(monkeypatch):
    monkeypatch.setattr(__main__, "SECONDS", 0.1)
    monkeypatch.setenv("PYTHONPATH", PLACES)
    assert fresh("starts", "threads", spec("threads", "manager_list"))["answer"] == "hang"


def test_probes_are_found_in_the_order_of_their_source():
    assert list(probes_of("survivors")) == ["creator_killed", "leak_of_one", "leak_of_all"]

    @probe("a head", "A question?", "a rule")
    def one(subject):
        return subject

    assert "@probe" not in runner.source_of(one) and one.private and one.size < namespaces.SHM_BYTES
