"""Third-party libraries: what is missing is said, and whatever a mechanism leaves goes, however its cell ends."""

import glob
import json
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
import unittest
from unittest import mock

from measure import largest_payload
from measure.contract import discovery, libraries, operations
from measure.contract.backend import Backend
from measure.contract.cell import Cell
from measure.system import host
from tests.measure import cells

# A cell that has started its server, shared its payload and let a worker attach, and then ends as `END` says.
CELL = """
import multiprocessing, os, signal
from measure.contract.cell import Cell
from measure.contract.discovery import find
from measure.harness.cell_runner import CellRunner
from measure.harness.turns import Turns
from measure.record.journal import Journal

def main():
    path = find("{name}")
    cell = Cell("{name}", "{payload}", 512, 1, (3, 8), settings={settings})
    journal = Journal("{out}", dict(wall_started=0.0), ["create"], "sst%d" % os.getpid())
    trial = CellRunner(cell, path, journal, Turns())
    assert not trial.backend.missing()
    trial.start()
    trial.creation.data = trial.payload.make()
    trial.open_pool()
    print(os.getpid(), flush=True)
    {end}

if __name__ == "__main__":
    main()
"""
ENDS = {
    "killed": "os.kill(os.getpid(), signal.SIGKILL)",
    "deadline": "journal.expire()",
}


def present():
    """Name -> class of the third-party backends whose libraries this interpreter has."""
    found = {name: discovery.load(path) for name, path in discovery.paths().items()}
    cell = Cell("", "items", 512, 1, sys.version_info[:2])
    return {
        name: backend
        for name, backend in found.items()
        if backend.needs and not operations.reason_declined(backend, cell) and not backend.missing()
    }


def remains(pid, marker):
    """What is there of a cell: its names in shared memory, System V's semaphores and segments, and its processes."""
    named = glob.glob("{}/*sst{}[-_]*".format(host.SHM, pid)) + glob.glob("{}/mpich_*".format(host.SHM))
    tables = [host.read("/proc/sysvipc/" + kind).count("\n") for kind in ("sem", "shm")]
    processes = []
    for environment in glob.glob("/proc/[0-9]*/environ"):
        try:
            with open(environment, "rb") as file:
                if marker.encode() in file.read():
                    processes.append(environment)
        except OSError:  # it has ended meanwhile
            continue
    return named, tables, processes


@unittest.skipUnless(os.path.isdir("/proc/self"), "asks /proc for what is left")
class Ends(unittest.TestCase):
    def test_nothing_is_left_however_the_cell_ends(self):
        for name in present():
            for end in ENDS:
                with self.subTest(backend=name, end=end), tempfile.TemporaryDirectory() as folder:
                    self.end(name, end, folder)

    def end(self, name, end, folder):
        marker = "{}-{}-{}".format(name, end, time.time())
        values = dict(name=name, payload="items", out=os.path.join(folder, "cell.csv"), settings=cells.SETTINGS)
        script = os.path.join(folder, "script.py")
        with open(script, "w", encoding="utf-8") as file:
            file.write(CELL.format(end=ENDS[end], **values))
        before = remains("", marker)[1]
        environment = dict(cells.environment(), TRIAL_MARKER=marker)
        done = subprocess.run(
            [sys.executable, "-s", script], env=environment, capture_output=True, text=True, timeout=60
        )
        self.assertEqual(done.returncode, -9 if end == "killed" else 0, done.stderr)
        deadline = time.monotonic() + 15
        while remains(done.stdout.strip(), marker) != ([], before, []):
            self.assertLess(time.monotonic(), deadline, remains(done.stdout.strip(), marker))
            time.sleep(0.05)

    def test_a_cell_that_has_shared_something_has_something_to_leave(self):
        """The control: without it, a script that ends at once would pass as well."""
        for name in present():
            with self.subTest(backend=name):
                rows, _ = cells.measure(name, "items", 512, operations=["copy_out"])
                self.assertEqual({row["error"] for row in cells.of(rows, "copy_out")}, {""})
                self.assertIn("{} ".format(next(iter(present()[name].needs))), rows[0]["library"])


class Limits(unittest.TestCase):
    def test_a_search_creates_again_and_again(self):
        """What is removed after a trial that left something behind must not be what the next one needs."""
        context = multiprocessing.get_context("spawn")
        for name, backend in present().items():
            element = "bytes" if "blob" in backend.payloads else "ints"
            with self.subTest(backend=name):
                found = largest_payload.measure(
                    backend, element, dict(cap_bytes=1024, cap_seconds=10), context, "sst{}".format(os.getpid())
                )
                wanted = ("declined: " + backend.collective, False) if backend.collective else ("", True)
                self.assertEqual((found["failure"], found["capped"]), wanted)


class Missing(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        patches = mock.patch.object(libraries, "FOLDER", folder.name), mock.patch.object(sys, "path", list(sys.path))
        for patch in patches:
            patch.start()
            self.addCleanup(patch.stop)
        os.mkdir(libraries.folder())

    def write(self, name, text):
        with open(os.path.join(libraries.folder(), name), "w", encoding="utf-8") as file:
            file.write(text)

    def test_what_was_never_installed(self):
        self.assertEqual(libraries.missing({"nowhere": "nowhere_at_all"}), "needs nowhere: make extras")
        self.assertEqual(libraries.versions({"nowhere": "nowhere_at_all"}), "")
        self.assertIsNone(libraries.missing({}))

    def test_what_could_not_be_installed_says_why(self):
        self.write("missing.json", json.dumps({"nowhere": "it has no wheel"}))
        self.assertEqual(libraries.missing({"nowhere": "nowhere_at_all"}), "needs nowhere: it has no wheel")

    def test_what_is_there_but_cannot_be_imported_says_why(self):
        self.write("broken_library.py", "raise OSError('no libfoo.so')")
        self.assertEqual(libraries.missing({"broken": "broken_library"}), "needs broken: OSError: no libfoo.so")

    def test_what_is_there_is_used_and_named(self):
        self.write("good_library.py", "")
        os.mkdir(os.path.join(libraries.folder(), "good-1.2.dist-info"))
        self.write("good-1.2.dist-info/METADATA", "Metadata-Version: 2.1\nName: good\nVersion: 1.2\n")
        self.addCleanup(sys.modules.pop, "good_library", None)
        self.assertIsNone(libraries.missing({"good": "good_library"}))
        self.assertEqual(libraries.versions({"good": "good_library"}), "good 1.2")

    def test_a_backend_without_needs_does_not_see_the_folder(self):
        Backend.missing()
        Backend.library()
        self.assertNotIn(libraries.folder(), sys.path)
