"""However a cell or its parent ends, its whole tree ends, and /dev/shm is as it was."""

import csv
import os
import signal
import subprocess
import sys
import tempfile
import time
import unittest

from measure.system import host
from tests.measure import cells


def children_of(name):
    """Processes whose command line or environment names this run's marker."""
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open("/proc/{}/environ".format(pid), "rb") as file:
                if name.encode() in file.read():
                    found.append(int(pid))
        except OSError:
            continue
    return found


@unittest.skipUnless(os.path.isdir("/proc/self"), "asks /proc for processes")
class ShellTest(unittest.TestCase):
    """The workflow lives, and the shell that it started the job with is killed."""

    def test_who_was_started_by_it_ends(self):
        program = "import os, time; from measure.system import watchdog; watchdog.end_with_process({});"
        program += "print(os.getpid(), flush=True); time.sleep(60)"
        script = '"$0" -c "$1"; true'  # a shell that waits, instead of becoming the program
        line = ["sh", "-c", script, sys.executable, program.format(os.getpid())]
        with subprocess.Popen(line, env=cells.environment(), stdout=subprocess.PIPE) as shell:
            orphan = int(shell.stdout.readline())
            shell.kill()
            shell.wait()
            deadline = time.monotonic() + 15
            while os.path.isdir("/proc/{}".format(orphan)):
                self.assertLess(time.monotonic(), deadline, "it goes on")
                time.sleep(0.05)


WOKEN = """
import multiprocessing, sys, time
from measure.record.writer import Writer
from measure.system import temporary, watchdog
temporary.leave = lambda: time.sleep(2)  # as long as removing a folder may take
child = multiprocessing.get_context("fork").Process(target=time.sleep, args=(60,))
child.start()
watchdog.end_with_process(int(sys.argv[1]))
print("ready", flush=True)
child.join()
Writer(sys.argv[2], columns=["error"]).close()
"""


@unittest.skipUnless(os.path.isdir("/proc/self"), "forks")
class WokenTest(unittest.TestCase):
    """What ends with its workflow ends its children first, and hears of their death before its own."""

    def test_it_calls_nothing_a_result(self):
        with tempfile.TemporaryDirectory() as folder:
            workflow = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
            line = [sys.executable, "-c", WOKEN, str(workflow.pid), os.path.join(folder, "limits.csv")]
            with subprocess.Popen(line, env=cells.environment(), stdout=subprocess.PIPE) as process:
                self.assertEqual(process.stdout.readline(), b"ready\n")
                workflow.communicate(b"\n")
                self.assertEqual(process.wait(20), 1)
            self.assertEqual([name for name in os.listdir(folder) if not name.endswith(".part")], [])


@unittest.skipUnless(os.path.isdir("/proc/self"), "asks /proc for processes")
class Ends(unittest.TestCase):
    """However a cell or its parent ends, its whole tree ends, and /dev/shm is as it was."""

    def start(self, parent=None, backend="manager_list", processes=2):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.out = os.path.join(self.folder.name, "cell.csv")
        self.marker = "TRIAL_MARKER={}".format(time.time())
        key, value = self.marker.split("=")
        line = cells.command(
            backend,
            "items",
            65536,
            processes,
            ["read_item"],
            self.out,
            {"window_seconds": 60, "deadline_seconds": 90},
            parent,
        )
        self.environment = dict(cells.environment(), TMPDIR=self.folder.name, **{key: value})
        process = subprocess.Popen(line, env=self.environment, stderr=subprocess.DEVNULL)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        self.until(lambda: len(children_of(self.marker)) >= 4)
        time.sleep(0.3)
        return process

    def until(self, condition, seconds=15):
        deadline = time.monotonic() + seconds
        while not condition():
            self.assertLess(time.monotonic(), deadline, "waited too long")
            time.sleep(0.05)

    def gone(self):
        return not children_of(self.marker)

    def test_when_the_workflow_is_killed(self):
        workflow = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
        process = self.start(parent=workflow.pid)
        workflow.kill()
        workflow.wait()
        process.wait(10)
        self.until(self.gone)
        self.assertFalse(os.path.exists(self.out))

    def test_when_the_cell_is_killed(self):
        for backend in ("manager_list", "shareable_list"):
            process = self.start(backend=backend)
            process.send_signal(signal.SIGKILL)
            process.wait()
            self.until(self.gone)
            self.until(lambda: not self.left())
            self.assertFalse(os.path.exists(self.out))

    def test_what_a_killed_cell_left_is_removed_by_the_second_command(self):
        for backend in ("mmap_file", "mmap_file_in_memory", "sqlite"):
            process = self.start(backend=backend, processes=3)
            process.send_signal(signal.SIGKILL)
            process.wait()
            self.until(self.gone)
            self.assertEqual(len(self.left()), 1, backend)
            done = subprocess.run([*process.args, "137"], env=self.environment, stderr=subprocess.PIPE)
            self.assertEqual((done.returncode, done.stderr.count(b"left in")), (0, 1))
            self.assertEqual(self.left(), [], backend)
            self.assertFalse(os.path.exists(os.path.join(self.folder.name, host.prefix(self.out))), backend)

    def left(self):
        """What has the cell's name, in memory and among its temporary files."""
        names = os.listdir(host.SHM) + [name for _, *some in os.walk(self.folder.name) for name in some[0] + some[1]]
        return [name for name in names if name.startswith(host.prefix(self.out) + "_")]

    def test_a_killed_cell_is_put_on_record_by_the_second_command(self):
        with tempfile.TemporaryDirectory() as folder:
            out = os.path.join(folder, "cell.csv")
            line = cells.command("shared_memory", "items", 1024, 1, ["read_item", "write_item"], out)
            done = subprocess.run([*line, "137"], env=cells.environment())
            with open(out, encoding="utf-8", newline="") as file:
                rows = list(csv.DictReader(file))
            self.assertEqual(done.returncode, 0)
            self.assertEqual([row["error"] for row in rows], ["died", "died", ""])
            self.assertIn("exit status 137", rows[0]["reason"])
            os.unlink(out)
            for status in (1, 2, 130, 143):
                self.assertEqual(subprocess.run([*line, str(status)], env=cells.environment()).returncode, status)
                self.assertFalse(os.path.exists(out))
