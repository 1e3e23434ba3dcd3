"""A run whose processes are killed or stopped at random ends all the same: nothing finished is lost, nothing is left.

`make soak` does it a hundred times.
"""

import contextlib
import glob
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
import yaml

from tests.system.test_bad_days import group_of
from tests.system.tiny_run import command, copy, raw, run, tiny

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self").exists(), reason="asks /proc for processes"),
]

KILLS = int(os.environ.get("KILLS", "10"))
SIGNALS = (signal.SIGKILL, signal.SIGSTOP, signal.SIGTERM)
PATIENCE = 5  # seconds, after which a run that hangs is killed as a whole, as its user would do
EXPECTED = 16 + 4  # files of two blocks


class Marked:
    """A run in a folder, whose processes are found by a mark in their environment."""

    def __init__(self, folder):
        self.mark = f"{time.time()}"
        environment = dict(os.environ, TRIAL_RUN=self.mark)
        nowhere = subprocess.DEVNULL
        self.process = subprocess.Popen(command(), cwd=folder, env=environment, stdout=nowhere, stderr=nowhere)

    def hit(self, number, dice):
        """Send a signal to one of its processes."""
        alive = group_of(self)
        if alive:
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(dice.choice(alive)), number)

    def end(self):
        """Wait for it, and kill all of it when it doesn't end."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(PATIENCE)
        deadline = time.monotonic() + 20
        while alive := group_of(self):
            assert time.monotonic() < deadline, "something of the run goes on"
            for pid in alive:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(int(pid), signal.SIGKILL)
            time.sleep(0.1)
        self.process.wait(10)


def left():
    """What a cell may leave in shared memory and in the temporary folder."""
    places = [f"/dev/shm/{name}" for name in ("sst*", "sem.sst*", "psm_*")]
    places += [f"{tempfile.gettempdir()}/{name}" for name in ("sst*", "pymp-*")]
    return {path for place in places for path in glob.glob(place)}


def finished_sets(files):
    """Those but the one that was measured last, which may be measured again."""
    last = max(files, key=files.get).parent if files else None
    return {path: written for path, written in files.items() if path.parent != last}


def test_a_run_that_is_hit_again_and_again_ends_with_all_that_it_had(tmp_path):
    folder, dice, before = copy(tmp_path), random.Random(20261129), left()
    (folder / "tiny.yaml").write_text(yaml.safe_dump(tiny()), encoding="utf-8")
    recover = [sys.executable, str(Path("scripts/sweep/recovery.py").resolve())]
    kept = {}
    for _ in range(KILLS):
        marked = Marked(folder)
        time.sleep(dice.uniform(4, 8))  # Snakemake takes some four seconds to begin
        marked.hit(dice.choice(SIGNALS), dice)
        marked.end()
        now = raw(folder)
        assert {path for path in kept if now.get(path) != kept[path]} == set(), "finished cells were measured again"
        kept |= finished_sets(now)
        cleared = subprocess.run(recover, cwd=folder, capture_output=True, encoding="utf-8")
        assert cleared.returncode == 0, cleared.stderr
    status, text = run(folder)
    assert status == 0, text
    now = raw(folder)
    assert len(now) == EXPECTED
    assert {path for path in kept if now[path] != kept[path]} == set()
    deadline = time.monotonic() + 10  # another test's cells may be at work meanwhile, and end
    while left() - before and time.monotonic() < deadline:
        time.sleep(0.1)
    assert left() - before == set()
