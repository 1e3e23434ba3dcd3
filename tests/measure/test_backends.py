"""One suite that every backend passes; it takes them from the folder, so that none can opt out."""

import glob
import statistics
import time
import unittest

from measure.contract import discovery, needs, operations
from measure.contract.backend import PAYLOADS
from measure.system import host
from tests.measure.cells import fitting, measure, of

PLANNED = [name for name in operations.OPERATIONS if name != "start"]
PATIENT = dict(allowance_seconds=9)  # a busy machine is no reason to refuse


def blocks():
    """What multiprocessing itself named in the shared memory; cells.run looks for what a cell named."""
    return set(glob.glob(host.SHM + "/psm_*"))


def declined(backend, cell):
    """What the backend says, or what this interpreter lacks for it."""
    return operations.reason_declined(backend, cell) or backend.missing()


def staying(names, seconds=10):
    """Those that stay: another program's blocks come and go meanwhile."""
    deadline = time.monotonic() + seconds
    while names & blocks() and time.monotonic() < deadline:
        time.sleep(0.05)
    return names & blocks()


class Conformance(unittest.TestCase):
    """Each test goes over all backends and all payloads that they declare."""

    def each(self):
        for name, path in discovery.paths().items():
            for payload in PAYLOADS:
                yield name, discovery.load(path), payload

    def test_says_in_a_sentence_what_is_shared(self):
        for _, backend, _ in self.each():
            text = " ".join((backend.__dict__.get("__doc__") or "").split())
            self.assertTrue(text.endswith("."), "the class wants a docstring of one sentence")

    def test_is_short_and_has_no_clock_of_its_own(self):
        lengths = []
        for name, path in discovery.paths().items():
            with open(path, encoding="utf-8") as file, self.subTest(backend=name):
                text = file.read()
                lengths.append(len(text.splitlines()))
                self.assertLess(lengths[-1], 120)
                self.assertNotRegex(text, r"perf_counter|process_time|timeit")
        self.assertLess(statistics.median(lengths), 40)

    def test_every_operation_is_measured_and_checked_or_declined(self):
        for name, backend, payload in self.each():
            before, cell = blocks(), fitting(name, payload)
            with self.subTest(backend=name, payload=payload):
                rows, _ = measure(name, payload, cell.size, settings=PATIENT)
                for operation in PLANNED:
                    self.check(operation, of(rows, operation), backend, cell)
                self.assertEqual(len(of(rows, "cell", "cell")), 1)
                self.count_descriptors(rows, backend, 1)
                self.assertEqual(staying(blocks() - before), set())

    def check(self, operation, rows, backend, cell):
        self.assertTrue(rows, operation + " has no row")
        if declined(backend, cell) or operations.reason_not_offered(backend, operation, cell):
            self.assertEqual({row["error"] for row in rows}, {"declined"}, operation)
            self.assertTrue(all(row["reason"] for row in rows), operation)
            return
        if operation == "latency" and backend.race and rows[0]["error"] == "exception":
            self.assertIn(backend.race, rows[0]["reason"])  # it comes and goes, and is a finding
            return
        self.assertEqual({row["error"] for row in rows}, {""}, (operation, rows[0]["reason"]))
        self.assertEqual({row["check"] for row in rows}, {"ok"}, operation)
        self.assertTrue(all(float(row["seconds_per_operation"]) > 0 for row in rows), operation)

    def count_descriptors(self, rows, backend, processes):
        """No process had more open than a cell asks for."""
        seen = [int(row["descriptors"]) for row in rows if row["phase"] == "memory"]
        self.assertLessEqual(max(seen, default=0), needs.descriptors(backend, processes), seen)

    def test_two_workers_and_the_parent_see_one_thing(self):
        some = ["read_item", "write_item", "write_item_fixed", "increment", "increment_locked"]
        some += ["increment_fcntl", "increment_atomic", "read_item_1_writer", "write_item_1_writer"]
        for name, backend, payload in self.each():
            cell = fitting(name, payload, 2)
            if payload == "blob" or declined(backend, cell):
                continue
            with self.subTest(backend=name, payload=payload):
                rows, _ = measure(name, payload, cell.size, 2, some)
                self.count_descriptors(rows, backend, 2)
                for operation in some:
                    found = of(rows, operation)
                    self.assertTrue(found, operation)
                    if operation == "increment" or operations.reason_not_offered(backend, operation, cell):
                        continue  # without a lock updates may get lost, and a reader may raise
                    if operation in operations.ROLES and backend.race and found[0]["error"] == "exception":
                        self.assertIn(backend.race, found[0]["reason"])  # as a reader may beside one that writes
                        continue
                    workers = {str(worker) for worker in operations.timed_workers(operation, 2)}
                    self.assertEqual({row["check"] for row in found}, {"ok"}, (operation, found[0]["reason"]))
                    self.assertEqual({row["worker"] for row in found}, workers, operation)

    def test_the_first_and_the_last_byte_arrive(self):
        for name, backend, payload in self.each():
            for size in (4096 + 8, 100000 * 8):  # 4 KiB are measured above
                if declined(backend, fitting(name, payload, sizes=[size])):
                    continue
                rows, _ = measure(name, payload, size, operations=["copy_out", "copy_in"])
                for operation in ("copy_out", "copy_in"):
                    if operations.line(backend, operation, payload):
                        for row in of(rows, operation):
                            self.assertIn(row["error"], ("", "predicted"), (name, size, row["reason"]))
