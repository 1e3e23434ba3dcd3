"""Past the deadline one thread writes, whatever the cell's own thread is about to write."""

import csv
import os
import tempfile
import threading
import unittest
from unittest import mock

from measure.record import journal

OPERATIONS = ["create", "read_item"]
ANSWER = dict(batches=[(1, 10, 20)], visits=[0], check="ok", warmup=(0, 0))


class ExpireTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = os.path.join(folder.name, "cell.csv")
        self.journal = journal.Journal(self.path, dict(wall_started=0.0), OPERATIONS, "sst_test")
        for name, double in (("watchdog.end_children", self.wake_up), ("os._exit", self.end)):
            patch = mock.patch("measure.record.journal." + name, double)
            patch.start()
            self.addCleanup(patch.stop)
        self.written = threading.Event()
        self.cell = threading.Thread(target=self.write, daemon=True)

    def wake_up(self):
        """The end of its children lets the cell's own thread go on, and it writes at once."""
        self.cell.start()
        self.written.wait(0.2)

    def write(self):
        self.journal.samples("read_item", "line", 0, ANSWER)
        self.journal.finish()
        self.written.set()

    def end(self, status):
        """The process is gone; its other thread with it."""
        self.status = status

    def rows(self):
        with open(self.path, newline="", encoding="utf-8") as file:
            return [(row["operation"], row["error"]) for row in csv.DictReader(file)]

    def test_rows_that_were_owed_are_written_once(self):
        self.journal.begin("create")
        expiring = threading.Thread(target=self.journal.expire, daemon=True)
        expiring.start()
        expiring.join(10)
        self.assertEqual(self.rows(), [("create", "timeout"), ("read_item", "timeout"), ("cell", "")])
        self.assertEqual(self.status, 0)
        self.assertFalse(self.written.is_set())

    def test_a_deadline_that_comes_behind_the_last_row_changes_nothing(self):
        self.write()
        before = self.rows()
        expiring = threading.Thread(target=self.journal.expire, daemon=True)
        expiring.start()
        expiring.join(10)
        self.assertEqual(self.rows(), before)
        self.assertFalse(hasattr(self, "status"))

    def test_it_waits_until_all_rows_of_an_operation_are_there(self):
        with self.journal.turn:
            expiring = threading.Thread(target=self.journal.expire, daemon=True)
            expiring.start()
            for worker in range(2):
                self.journal.samples("read_item", "line", worker, ANSWER)
        expiring.join(10)
        found = [operation for operation, error in self.rows() if not error]
        self.assertEqual(found, ["read_item", "read_item", "cell"])
