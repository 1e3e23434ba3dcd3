"""`python -m tests.system.recipe_trial KIND RECIPE PYTHON LIBRARIES`: a recipe in a private place, and what it leaves.

KIND is `run`; `kill`, which kills one of its workers while all are at work; or `no_shm`, where there is no /dev/shm.
"""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from checks.safety import leftovers, namespaces
from measure.system import host

FOREVER = "1000000000"  # steps: no recipe comes to its end with so many
PATIENCE_SECONDS = 60
AT_WORK_SECONDS = 0.5  # after the last of the workers was started, which then has attached and has its task
BIND = 0x1000  # mount(2)


def main(kind, recipe, python, libraries):
    namespaces.enter()
    if kind == "no_shm":
        hide_shm()
    steps = [FOREVER] if kind == "kill" else []
    line = [python, "-s", recipe, *steps]
    environment = {**os.environ, "PYTHONPATH": libraries}
    process = subprocess.Popen(line, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if kind == "kill":
        os.kill(last_worker(process, started(Path(recipe).read_text(encoding="utf-8"))), signal.SIGKILL)
    try:
        _, errors = process.communicate(timeout=PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        errors = f"it goes on {PATIENCE_SECONDS} s later"
    print(json.dumps({"status": process.returncode, "errors": errors, "left": leftovers.settled()}))


def hide_shm():
    """Put an empty /dev over the system's, with what subprocess needs of it."""
    with tempfile.NamedTemporaryFile() as kept:
        namespaces.mount("/dev/null", kept.name, None, BIND)
        namespaces.mount("tmpfs", "/dev", "tmpfs", namespaces.NOSUID_NODEV)
        Path("/dev/null").touch()
        namespaces.mount(kept.name, "/dev/null", None, BIND)
        namespaces.checked(namespaces.libc.umount2(kept.name.encode(), 0), "umount")


def started(source):
    """How many processes a recipe starts, by its text: a pool's workers, and each that is started for itself."""
    pool = re.search(r"ProcessPoolExecutor\((\w+)", source)
    workers = pool[1] if pool else "0"
    if workers == "WORKERS":
        workers = re.search(r"^WORKERS\b.*?= (\d+)", source, re.MULTILINE)[1]
    return int(workers) + len(re.findall(r"context\.Process\(|Manager\((?:ctx=context)?\) as", source))


def last_worker(process, count):
    """The process that a recipe started last, once there are `count` and they are at work."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while len(children(process.pid)) < count:
        assert process.poll() is None, "it ended before it could be interrupted"
        assert time.monotonic() < deadline, f"{children(process.pid)} where {count} processes were expected"
        time.sleep(0.01)
    time.sleep(AT_WORK_SECONDS)
    return max(children(process.pid))


def children(parent):
    """The Pythons that a process has started but its resource tracker; numbered in order: the place is young."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        words = host.read(str(path / "cmdline")).split("\0")
        if f"PPid:\t{parent}\n" in host.read(str(path / "status")) and "python" in os.path.basename(words[0]):
            found += [] if "resource_tracker" in " ".join(words) else [int(path.name)]
    return found


if __name__ == "__main__":
    main(*sys.argv[1:])
