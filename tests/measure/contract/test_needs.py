"""What the machine or a mechanism can't hold is refused before anything is written, with the reason."""

import csv
import os
import subprocess
import tempfile
import unittest
from unittest import mock

from measure import cell_set
from measure.contract import discovery, needs, operations
from measure.contract.backend import Backend
from measure.contract.backing import MEMORY
from measure.contract.payload import Payload
from measure.system import host
from tests.measure import cells


class Greedy(Backend):
    """Many descriptors."""

    backing = (MEMORY,)
    descriptors = 100


class Crowded(Backend):
    """Two places."""

    most_attached = 2


class NeedsTest(unittest.TestCase):
    def test_what_the_machine_cannot_hold_is_refused_with_its_reason(self):
        self.assertIsNone(needs.short_of(Payload("items", 1024), 1))
        self.assertIn("needs", needs.short_of(Payload("blob", 2**50), 1))

    def test_a_cell_that_does_not_fit_gives_rows_and_writes_nothing(self):
        rows, _ = cells.measure("shared_memory", "blob", 2**50, operations=["create", "copy_out"])
        self.assertEqual([row["error"] for row in rows[:-1]], ["refused", "refused"])

    def test_descriptors_are_asked_for_as_the_mechanism_declares_them(self):
        wanted = [needs.descriptors(Greedy, processes) for processes in (1, 2, 3)]
        self.assertEqual([wanted[1] - wanted[0], wanted[2] - wanted[1]], [needs.WORKER_DESCRIPTORS] * 2)
        self.assertEqual(wanted[0] - needs.descriptors(Backend, 1), 100 - Backend.descriptors)
        backend, payload = Greedy(Payload("items", 64), "x", None), Payload("items", 64)
        for allowed, refused in ((None, False), (wanted[1], False), (wanted[1] - 1, True)):
            with mock.patch.object(host, "most_descriptors", return_value=allowed):
                found = needs.shortage(backend, payload, 2, ["read_item"])
            self.assertEqual(found is not None, refused)
        self.assertEqual(
            found,
            "needs about {} descriptors in a process, {} are allowed (ulimit -n)".format(wanted[1], wanted[1] - 1),
        )

    def test_an_array_of_2_gib_that_four_workers_access_fits_into_24_gib_and_copies_of_it_do_not(self):
        backend, payload = Greedy(Payload("array", 2**31), "x", None), Payload("array", 2**31)
        with mock.patch.object(host, "free_memory_bytes", return_value=24 * 2**30), mock.patch.object(
            host, "free_shared_bytes", return_value=12 * 2**30
        ):
            self.assertIsNone(needs.shortage(backend, payload, 4, ["read_item", "write_item"]))
            self.assertIn("of memory", needs.shortage(backend, payload, 4, ["read_item", "copy_out"]))

    @unittest.skipUnless(host.most_descriptors(), "lowers the number of descriptors")
    def test_a_cell_with_more_workers_than_descriptors_is_refused(self):
        rows = {}
        with tempfile.TemporaryDirectory() as folder:
            for allowed in (needs.descriptors(Backend, 2) - 1, 1000):
                out = os.path.join(folder, "cell.csv")
                line = cells.command("shared_memory", "items", 4096, 2, ["read_item"], out)
                limited = ["sh", "-c", 'ulimit -n {}; exec "$@"'.format(allowed), "sh", *line]
                subprocess.run(limited, env=cells.environment(), check=True, timeout=60)
                with open(out, encoding="utf-8", newline="") as file:
                    rows[allowed] = {row["error"]: row["reason"] for row in csv.DictReader(file)}
        refused, measured = rows.values()
        self.assertIn("descriptors in a process, ", refused["refused"])
        self.assertEqual(set(measured), {""})

    def test_a_set_of_more_cells_than_pipes_can_be_had_for_is_one_line(self):
        members = [None] * 80
        with mock.patch.object(host, "most_descriptors", return_value=200):
            self.assertEqual(cell_set.too_many(members), "")
        with mock.patch.object(host, "most_descriptors", return_value=100):
            self.assertRegex(cell_set.too_many(members), r"80 cells needs about \d+ descriptors, 100 are allowed")

    def test_more_processes_than_have_a_place_are_declined_before_they_start(self):
        cell = cells.fitting("shared_memory", "items")
        for processes, reason in ((2, None), (3, "takes 2 processes at a time")):
            self.assertEqual(operations.reason_declined(Crowded, cell._replace(processes=processes)), reason)

    def test_lmdb_has_the_slots_that_it_declares(self):
        """With so few that one process more, the cell's own besides, would have none."""
        lmdb = discovery.load(discovery.find("lmdb"))
        if lmdb.missing():
            self.skipTest(lmdb.missing())
        names = discovery.names_in(lmdb)
        self.assertEqual(lmdb.most_attached, names["READERS"] // names["SLOTS"] - 1)
        self.assertEqual(lmdb.most_attached, 511)
