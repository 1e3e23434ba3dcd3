"""The probes leave nothing behind: what the machine holds is the same before and after, however they end."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from checks.safety.__main__ import all_probes, main
from collect import sealed
from tests.checks.safety.test_probes import PLACES, environment, needs_a_private_place, spec

# All probes of a mechanism, in a private place of their own: nobody else changes what is counted there.
ALL = """
import json, os, sys, tempfile
from checks.safety import leftovers, namespaces
namespaces.enter()
def held():
    with open("/proc/self/mounts") as mounts, open("/proc/net/unix") as sockets:
        return dict(named=sorted(leftovers.named()), segments=leftovers.segments(), processes=leftovers.processes(),
                    mounts=mounts.read(), sockets=[line.split()[7:] for line in sockets][1:])
before = held()
from checks.safety.__main__ import main
main(sys.argv[1] + "/out.jsonl", "x", sys.argv[2])
os.rename(sys.argv[1] + "/out.jsonl", sys.argv[3])
print(json.dumps([before, held()]))
"""
# As where no private place can be had.
NO_PLACE = """
import sys
from checks.safety import namespaces
def enter():
    raise PermissionError(1, "unshare: not here")
namespaces.enter = enter
from checks.safety.__main__ import run
run(*sys.argv[1:])
"""


@pytest.mark.slow
@needs_a_private_place
@pytest.mark.parametrize("mechanism", ["shared_memory", "manager_list", "shared_memory_manager"])
def test_the_machine_is_the_same_before_and_after(mechanism, tmp_path_factory):
    folder, out = tmp_path_factory.mktemp("probes"), tmp_path_factory.mktemp("kept") / "out.jsonl"
    line = [sys.executable, "-B", "-c", ALL, str(folder), mechanism, str(out)]
    done = subprocess.run(line, env=environment(folder), capture_output=True, text=True, timeout=300)
    before, after = json.loads(done.stdout.splitlines()[-1])
    assert before == after
    assert "tmpfs /dev/shm" in before["mounts"]
    rows = sealed.objects(out)
    assert {row["answer"] for row in rows} & {"yes", "no", "crash"}, "the probes did something"
    assert list(folder.iterdir()) == []


def marked(word):
    """The processes whose environment has this word."""
    there = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/environ", "rb") as file:
                if word.encode() in file.read():
                    there.append(int(pid))
        except OSError:
            continue
    return there


@needs_a_private_place
def test_nothing_outlives_a_runner_that_is_killed(tmp_path):
    word = f"SAFETY_TEST={os.getpid()}"
    environ = dict(environment(tmp_path), SAFETY_TEST=str(os.getpid()))
    line = [sys.executable, "-m", "checks.safety", str(tmp_path / "out"), "x", "manager_list"]
    process = subprocess.Popen(line, env=environ)
    deadline = time.monotonic() + 20
    while len(marked(word)) < 6 and time.monotonic() < deadline:
        time.sleep(0.02)
    assert len(marked(word)) >= 6, "the runner, its probes, their servers and workers"
    process.send_signal(signal.SIGKILL)
    process.wait()
    while marked(word) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert marked(word) == []


@pytest.mark.slow
@pytest.mark.parametrize("mechanism", ["plain", "shared_memory", "manager_list"])
def test_without_a_private_place_some_say_so_and_the_others_clean_up(mechanism, tmp_path):
    def ask(module, name):
        line = [sys.executable, "-c", NO_PLACE, module, name, json.dumps(spec(name, mechanism))]
        done = subprocess.run(line, env=environment(tmp_path), capture_output=True, text=True, timeout=60)
        return json.loads(done.stdout.splitlines()[-1])

    assert "needs a private /dev/shm" in ask("survivors", "leak_of_all")["evidence"]
    assert ask("updates", "lost_under_lock")["answer"] == "not seen"
    assert ask("starts", "under_spawn")["answer"] == "yes"
    assert list(tmp_path.iterdir()) == []
    assert not [name for name in os.listdir("/dev/shm") if name.startswith(f"sstt{os.getpid()}")]


def test_a_file_takes_all_rows_or_none(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", PLACES)
    main(str(tmp_path / "rows"), "x", "local_list")
    rows = sealed.objects(tmp_path / "rows")
    assert [row["probe"] for row in rows] == [name for _, name, probe in all_probes() if not probe.channels]
    assert {row["answer"] for row in rows} == {"untried"} and [path.name for path in tmp_path.iterdir()] == ["rows"]


# One of each kind that Linux keeps, made in a private place.
EACH = """
import ctypes, json, os, socket, subprocess, sys, tempfile, time
from checks.safety import leftovers, namespaces
from measure.bases.cleanup import REMOVE_FOLDER, CleanupProcess
namespaces.enter()
assert leftovers.left() == [], leftovers.left()
kept, libc = [], ctypes.CDLL(None, use_errno=True)
CREATE, PRIVATE = 0o1000 | 0o600, 0

def descriptor(path):
    return os.close(os.open(path, os.O_CREAT | os.O_WRONLY))

def asleep(*descriptors):
    kept.append(subprocess.Popen(["sleep", "60"], pass_fds=descriptors))
    while leftovers.processes().get(kept[-1].pid) != "sleep":  # it has no command line yet
        time.sleep(0.01)

def held_by_another(descriptor):
    asleep(descriptor)
    os.close(descriptor)

def unix(name):
    kept.append(socket.socket(socket.AF_UNIX))
    kept[-1].bind(name)

made = {
    "segment": lambda: descriptor("/dev/shm/x"),
    "semaphore": lambda: descriptor("/dev/shm/sem.x"),
    "file": lambda: descriptor(tempfile.gettempdir() + "/x"),
    "folder": lambda: os.mkdir(tempfile.gettempdir() + "/pymp-x"),
    "socket": lambda: unix(tempfile.gettempdir() + "/s"),
    "abstract socket": lambda: unix(chr(0) + "x"),
    "System V segment": lambda: libc.shmget(PRIVATE, 4096, CREATE),
    "System V semaphores": lambda: libc.semget(PRIVATE, 1, CREATE),
    "System V message queue": lambda: libc.msgget(PRIVATE, CREATE),
    "process": asleep,
    "memfd": lambda: held_by_another(os.memfd_create("x", 0)),
}
if os.path.isdir("/dev/mqueue"):
    made["message queue"] = lambda: libc.mq_open(b"/x", os.O_CREAT | os.O_RDWR, 0o600, None)
found = {}
for name, make in made.items():
    before = leftovers.left()
    make()
    found[name] = sorted(set(kind for kind, _ in leftovers.left()) - set(kind for kind, _ in before))
CleanupProcess(REMOVE_FOLDER, "/nowhere")
print(json.dumps([found, [name for kind, name in leftovers.left() if kind == "process"]]))
"""


@needs_a_private_place
def test_each_kind_that_linux_keeps_is_looked_at_and_the_suite_s_own_shell_is_none(tmp_path):
    line = [sys.executable, "-B", "-c", EACH]
    done = subprocess.run(line, env=environment(tmp_path), capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    found, alive = json.loads(done.stdout.splitlines()[-1])
    assert found.pop("memfd") == ["memfd"]
    assert found == {name: [name] for name in found}
    assert alive == ["sleep", "sleep"]
