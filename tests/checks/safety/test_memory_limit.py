"""A memory cgroup limits what it is told to, and is gone when the last process of its probe is, however that ends."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from checks.safety import memory_limit
from measure.system import host
from tests.checks.safety.test_probes import environment, needs_a_private_place, spec

VERSION_1 = """
30 20 0:26 / /sys/fs/cgroup ro - tmpfs tmpfs mode=755
31 30 0:27 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu
32 30 0:28 /docker/1 /sys/fs/cgroup/memory rw,relatime shared:9 - cgroup cgroup rw,memory
"""
VERSION_2 = "30 20 0:26 / /sys/fs/cgroup rw,relatime - cgroup2 cgroup2 rw,nsdelegate\n"


def folders(monkeypatch, **files):
    """Where a cgroup may be made, by what the system's files say; `files`: with their slashes as underscores."""
    monkeypatch.setattr(host, "read", lambda path: files.get(path.strip("/").replace("/", "_").replace(".", "_"), ""))
    return list(memory_limit.parents())


def test_version_1_is_found_in_the_part_that_a_container_sees(monkeypatch):
    own = "5:cpu:/other\n4:memory:/docker/1/deep\n0::/\n"
    found = folders(monkeypatch, proc_self_mountinfo=VERSION_1.strip(), proc_self_cgroup=own)
    assert found == ["/sys/fs/cgroup/memory/deep"]


def test_in_version_2_it_is_the_next_folder_whose_children_are_limited(monkeypatch):
    files = dict(proc_self_mountinfo=VERSION_2, proc_self_cgroup="0::/user.slice/me/leaf\n")
    files.update(sys_fs_cgroup_user_slice_cgroup_subtree_control="memory pids\n")
    files.update(sys_fs_cgroup_cgroup_subtree_control="memory\n")
    assert folders(monkeypatch, **files) == ["/sys/fs/cgroup/user.slice"]
    assert folders(monkeypatch, proc_self_mountinfo=VERSION_2, proc_self_cgroup="0::/\n") == []


def test_where_none_can_be_made_the_reason_is_told(monkeypatch, tmp_path):
    monkeypatch.setattr(memory_limit, "parents", lambda: iter(()))
    assert "no memory cgroup can be made" in memory_limit.MemoryCgroup("x").facts["why"]
    monkeypatch.setattr(memory_limit, "parents", lambda: iter([str(tmp_path / "missing")]))
    assert memory_limit.MemoryCgroup("x").facts == {"why": "no memory cgroup can be made: No such file or directory"}


def test_each_version_s_files_are_written_and_its_kills_read(tmp_path):
    facts = {"folder": str(tmp_path)}
    for name in ("memory.max", "memory.swap.max", "cgroup.procs"):
        (tmp_path / name).touch()
    (tmp_path / "memory.events").write_text("oom 3\noom_kill 2\n")
    memory_limit.limit(facts, 4096, [17])
    texts = {path.name: path.read_text() for path in tmp_path.iterdir()}
    assert (texts["memory.max"], texts["memory.swap.max"], texts["cgroup.procs"]) == ("4096", "0", "17")
    assert memory_limit.kills(facts) == 2 and "memory.limit_in_bytes" not in texts


def gone(folder, seconds=15):
    deadline = time.monotonic() + seconds
    while os.path.exists(folder) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not os.path.exists(folder)


@needs_a_private_place
@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGTERM, None])
def test_it_is_gone_when_the_probe_is_however_that_ends(ending, tmp_path):
    asked = spec("no_room", "nameless" if ending is None else "sleepy")
    places = list(memory_limit.parents())
    if not places or not os.access(places[0], os.W_OK):
        pytest.skip("no memory cgroup can be made here")
    line = [sys.executable, "-s", "-m", "checks.safety", "room", "no_room", json.dumps(asked), "-"]
    process = subprocess.Popen(line, env=environment(tmp_path), stdout=subprocess.DEVNULL)
    folder = os.path.join(places[0], f"{asked['name']}-{process.pid}")
    deadline = time.monotonic() + 15
    while not host.read(folder + "/cgroup.procs") and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    if ending is not None:
        assert host.read(folder + "/cgroup.procs"), "the creator is in it"
        process.send_signal(ending)
    process.wait(30)
    assert gone(folder)
