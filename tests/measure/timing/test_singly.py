"""Operations that are timed singly: each has its own time, and the quantiles are of all of them."""

import time
import unittest
from unittest import mock

from measure.contract.discovery import paths
from measure.timing import singly
from measure.timing.compile import compile_line
from tests.measure import cells

SETTINGS = dict(batch_seconds=0.001, window_seconds=0.004, slow_seconds=0.5, minimum_batches=2)
PAUSE = 0.002


class NanosecondsTest(unittest.TestCase):
    def measured(self, line, batches=((9, 0, 1),), workers=1):
        notes = singly.Notes()
        names = dict(note=notes.note, sleep=time.sleep, PAUSE=PAUSE, turns=iter(range(10**9)))
        timed = compile_line(singly.NOTED.format(line), "whole", names)

        def run(loops):
            notes.note(time.perf_counter_ns())  # as a waking turn does, before the batch
            return (loops, *timed(None, None, None, None, None, loops, time.perf_counter_ns)[:2])

        return singly.nanoseconds(run, notes, SETTINGS, batches, None, workers)

    def test_one_slow_operation_in_ten_is_seen_as_one_in_ten(self):
        taken = sorted(self.measured("if next(turns) % 10 == 9: sleep(PAUSE)"))
        slow = [one for one in taken if one >= PAUSE * 1e9]
        self.assertAlmostEqual(len(slow) / len(taken), 0.1, delta=0.05)
        self.assertLess(singly.quantile(taken, 0.5), PAUSE * 1e9 / 4)

    def test_several_workers_share_the_window_since_their_operations_are_one_distribution(self):
        asked = []
        with mock.patch.object(singly, "run_window", lambda run, settings, *_, **__: asked.append(settings)):
            for workers in (1, 5):
                self.measured("raise AssertionError", workers=workers)
        alone, one_of_five = (settings["window_seconds"] for settings in asked)
        self.assertAlmostEqual(alone, singly.WINDOW_SECONDS)
        self.assertAlmostEqual(5 * one_of_five, alone)

    def test_batches_of_one_operation_are_taken_as_they_are(self):
        self.assertEqual(self.measured("raise AssertionError", [(1, 10, 30), (1, 50, 55)]), [20, 5])


class QuantilesTest(unittest.TestCase):
    def test_of_a_hundred_operations_the_99th_is_the_one_that_99_dont_exceed(self):
        found = singly.quantiles(range(100, 0, -1))
        self.assertEqual(found["loops"], 100)
        self.assertAlmostEqual(found["seconds_per_operation"], 50.5e-9)
        seconds = [found[name] * 1e9 for name in ("p50_seconds", "p90_seconds", "p99_seconds")]
        for value, wanted in zip(seconds, (50, 90, 99)):
            self.assertAlmostEqual(value, wanted)

    def test_one_operation_is_all_of_its_quantiles(self):
        self.assertEqual(singly.quantile([7], 0.99), 7)


class CellTest(unittest.TestCase):
    def rows(self, backend, **facts):
        found, _ = cells.measure(backend, **facts)
        return {row["operation"]: row for row in found if row["phase"] == "quantiles"}

    def test_what_waits_for_another_process_has_quantiles_and_nothing_else_has(self):
        operations = ["read_item", "increment", "increment_locked", "latency", "refresh"]
        found = self.rows("shared_memory", operations=operations)
        self.assertEqual(set(found), {"increment_locked", "latency", "refresh"})
        self.assertEqual(set(self.rows("manager_list", operations=["read_item", "write_item"])), {"read_item"})
        for row in found.values():
            ordered = [float(row[name]) for name in ("p50_seconds", "p90_seconds", "p99_seconds")]
            self.assertEqual(ordered, sorted(ordered))
            self.assertGreaterEqual(int(row["loops"]), 1)

    def test_several_workers_are_one_distribution_and_no_update_is_lost(self):
        rows, _ = cells.measure("shared_memory", processes=2, operations=["increment_locked"])
        (row,) = [row for row in rows if row["phase"] == "quantiles"]
        self.assertEqual(row["worker"], "-1")
        self.assertEqual({one["check"] for one in cells.of(rows, "increment_locked")}, {"ok"})

    def test_transfers_have_them_and_say_where_both_sides_ran(self):
        self.assertIn("via_pipe", paths(cells.discovery.CHANNELS))
        rows, _ = cells.measure("via_pipe", payload="blob", size=64, operations=["transfer"])
        (row,) = [row for row in rows if row["phase"] == "quantiles"]
        self.assertGreater(int(row["loops"]), 10)
        for sample in cells.of(rows, "transfer"):
            self.assertEqual(len(sample["ran_on"].split()), 2)
