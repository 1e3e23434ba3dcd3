"""The parts of a cell: each has its own seconds, without those of the parts within."""

import unittest

from measure.record.stopwatch import PARTS, Stopwatch
from tests.measure import cells


class StopwatchTest(unittest.TestCase):
    def test_a_part_within_a_part_counts_once(self):
        now = [0.0]

        def wait(seconds):
            now[0] += seconds

        watch = Stopwatch(lambda: now[0])
        wait(1)
        with watch("operation"):
            wait(2)
            with watch("spawn"):
                wait(4)
            wait(8)
        wait(16)
        with watch("spawn"):
            wait(32)
        self.assertEqual((watch.seconds["operation"], watch.seconds["spawn"]), (10, 36))
        self.assertEqual(sum(watch.seconds.values()), 46)

    def test_an_error_ends_its_part(self):
        watch = Stopwatch(lambda: 0.0)
        with self.assertRaises(KeyError), watch("operation"), watch("spawn"):
            raise KeyError
        self.assertEqual(watch.running, [])

    def test_a_cell_s_parts_are_nearly_all_of_it(self):
        rows = cells.all_rows("manager_list", operations=["first_read", "read_item", "copy_in"])
        parts = {row["operation"]: float(row["seconds_per_operation"]) for row in rows if row["phase"] == "part"}
        self.assertLessEqual(set(parts), set(PARTS))
        self.assertGreaterEqual(set(parts), set(PARTS) - {"interpreter", "imports"})
        (end,) = cells.of(rows, "cell", "cell")
        inside = sum(seconds for part, seconds in parts.items() if part not in ("interpreter", "imports"))
        self.assertLess(inside, float(end["seconds_per_operation"]))
        self.assertGreater(inside, 0.8 * float(end["seconds_per_operation"]))
