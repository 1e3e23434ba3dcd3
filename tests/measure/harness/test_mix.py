"""A mix does each of its operations as often as it says, is checked like them, and refused where it takes too long."""

import unittest

from measure.contract import discovery, operations
from measure.timing.compile import compile_mix
from tests.measure import cells


def clock():
    return 0


class CompileTest(unittest.TestCase):
    def test_each_line_runs_as_often_as_it_says_and_what_is_written_is_the_value_of_the_call(self):
        view, draw = [0] * 10, iter([1, 2, 3, 4, 5, 6])
        names = dict(seen=[], writes=iter([7, 8]))
        parts = [
            ("read", "value = view[i]; seen.append(i)", 3),
            ("write", "view[i] = value", 1),
            ("other", "view[0] += 1", 2),
        ]
        started, ended, i, tag, result = compile_mix(parts, names)(view, None, 42, None, draw, 2, clock)
        self.assertEqual((names["seen"], view), ([1, 2, 3, 4, 5, 6], [4, 0, 0, 0, 0, 0, 0, 42, 42, 0]))
        self.assertEqual((started, ended, i, tag, result), (0, 0, 8, 42, None))


class CellTest(unittest.TestCase):
    def found(self, backend, operation, **facts):
        rows, _ = cells.measure(backend, operations=[operation], **facts)
        return cells.of(rows, operation)

    def test_two_workers_read_what_both_write_and_both_find_what_they_wrote(self):
        for name in ("shared_memory", "manager_list", "local_list"):
            rows = self.found(name, "read_100_write_1", processes=2)
            self.assertEqual({(row["worker"], row["check"]) for row in rows}, {("0", "ok"), ("1", "ok")}, name)

    def test_updates_that_get_lost_under_a_lock_that_does_not_exclude_are_found(self):
        (good,) = {row["check"] for row in self.found("shared_memory", "update_10_read_1", processes=2)}
        (bad,) = {row["check"] for row in self.found("loses_updates", "update_10_read_1", processes=2)}
        self.assertEqual(good, "ok")
        self.assertRegex(bad, r"lost \d+ of \d+ updates")

    def test_what_it_wrote_is_restored_before_the_next_operation(self):
        rows, _ = cells.measure("shared_memory", operations=["read_100_write_1", "update_10_read_1", "copy_out"])
        self.assertEqual({row["check"] for row in cells.of(rows, "copy_out")}, {"ok"})

    def test_a_turn_that_would_take_too_long_is_refused(self):
        (row,) = self.found("manager_list", "read_1000_write_1", settings=dict(allowance_seconds=0.001))
        self.assertEqual(row["error"], "predicted")

    def test_it_is_offered_where_all_of_its_operations_are(self):
        fork = discovery.load(discovery.find("fork_global"))
        self.assertIsNone(operations.line(fork, "read_100_write_1", "items"))
        self.assertIn(
            "100 times: value = view[i]",
            operations.line(discovery.load(discovery.find("local_list")), "read_100_write_1", "items"),
        )
