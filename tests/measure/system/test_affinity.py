"""Workers sit on the processors of their placement, and a placement that cannot be is a row with its reason."""

import os
import unittest

from measure.system import host, topology
from tests.measure import cells


def placeable():
    try:
        return bool(topology.assign_processors("compact", 2, host.affinity()))
    except topology.Unplaceable:
        return False


@unittest.skipUnless(hasattr(os, "sched_setaffinity") and placeable(), "needs two processors with a known topology")
class PlacedCellTest(unittest.TestCase):
    def test_each_worker_sits_on_a_processor_of_its_own(self):
        rows, _ = cells.measure("shared_memory", processes=2, operations=["read_item"], placement="compact")
        found = {row["worker"]: row["processors"] for row in cells.of(rows, "read_item")}
        self.assertEqual(sorted(found), ["0", "1"])
        self.assertEqual(len({*found.values()} & {str(one) for one in host.affinity()}), 2)
        self.assertEqual({row["placement"] for row in rows}, {"compact"})

    def test_both_ends_of_a_channel_are_placed(self):
        rows, _ = cells.measure("via_pipe", "blob", operations=["transfer"], placement="compact")
        self.assertEqual({len(row["processors"].split()) for row in cells.of(rows, "transfer")}, {2})

    def test_without_a_placement_a_worker_may_go_anywhere(self):
        rows, _ = cells.measure("shared_memory", operations=["read_item"])
        everywhere = " ".join(map(str, host.affinity()))
        self.assertEqual({row["processors"] for row in cells.of(rows, "read_item")}, {everywhere})

    def test_what_the_machine_cannot_do_is_a_row_with_its_reason(self):
        rows, _ = cells.measure("shared_memory", processes=64, operations=["read_item"], placement="compact")
        (row,) = cells.of(rows, "read_item")
        self.assertEqual(row["error"], "refused")
        self.assertIn("compact wants 64 processors", row["reason"])
