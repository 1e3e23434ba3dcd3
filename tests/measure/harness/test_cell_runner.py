"""What does not fit into memory is refused with its reason, before anything is written."""

import unittest

from measure.contract.payload import Payload
from measure.harness import cell_runner
from tests.measure import cells


class MemoryTest(unittest.TestCase):
    def test_what_the_machine_cannot_hold_is_refused_with_its_reason(self):
        self.assertIsNone(cell_runner.short_of(Payload("items", 1024), 1))
        self.assertIn("needs", cell_runner.short_of(Payload("blob", 2**50), 1))

    def test_a_cell_that_does_not_fit_gives_rows_and_writes_nothing(self):
        rows, _ = cells.measure("shared_memory", "blob", 2**50, operations=["create", "copy_out"])
        self.assertEqual([row["error"] for row in rows[:-1]], ["refused", "refused"])
