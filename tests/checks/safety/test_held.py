"""What a private place holds is counted, wherever it lies, and once."""

import json
import subprocess
import sys

from tests.checks.safety.test_probes import environment, needs_a_private_place

# Some MiB in each place that a mechanism may keep values in, held by another process where one has to.
EACH = """
import ctypes, json, os, subprocess, sys, tempfile, time
from checks.safety import held, leftovers, namespaces
namespaces.enter()
libc, MIB, kept = ctypes.CDLL(None), 2**20, []
libc.shmat.restype = ctypes.c_void_p

def fill(path):
    with open(path, "wb") as file:
        file.write(b"x" * 8 * MIB)

def segment():
    number = libc.shmget(0, ctypes.c_size_t(8 * MIB), 0o1600)
    ctypes.memset(libc.shmat(number, None, 0), 1, 8 * MIB)

def memfd():
    descriptor = os.memfd_create("x", 0)
    os.write(descriptor, b"x" * 8 * MIB)
    for _ in range(2):
        kept.append(subprocess.Popen(["sleep", "60"], pass_fds=[descriptor]))
        while leftovers.processes().get(kept[-1].pid) != "sleep":  # it has no command line yet
            time.sleep(0.01)
    os.close(descriptor)

def process():
    line = [sys.executable, "-c", "kept = b'x' * 2**23; print(1, flush=True); import time; time.sleep(60)"]
    kept.append(subprocess.Popen(line, stdout=subprocess.PIPE))
    kept[-1].stdout.readline()

found = {}
places = dict(shm=lambda: fill("/dev/shm/x"), folder=lambda: fill(tempfile.gettempdir() + "/x"))
for name, make in dict(places, segment=segment, memfd=memfd, process=process).items():
    before = held.held()
    make()
    found[name] = (held.held() - before) / MIB
print(json.dumps(found))
"""


@needs_a_private_place
def test_each_place_counts_once(tmp_path):
    line = [sys.executable, "-B", "-c", EACH]
    done = subprocess.run(line, env=environment(tmp_path), capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    # A process of its own has a few MiB beside what it keeps.
    assert found.keys() == {"shm", "folder", "segment", "memfd", "process"}
    assert all(8 <= mebibytes < 16 for mebibytes in found.values()), found
