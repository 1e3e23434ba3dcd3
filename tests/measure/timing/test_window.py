"""Calibration, warm-up and batches: the seconds of an operation are those of its line."""

import time
import unittest

from measure.timing import compile, positions, window
from tests.measure import cells


class TimerTest(unittest.TestCase):
    def test_seconds_an_operation_are_those_of_the_line(self):
        """A line that sleeps: the batch's time over its loops can't be shorter, nor a whole line longer."""
        timer = window.Timer(
            compile.compile_line("sleep(0.02)", "whole", {"sleep": time.sleep}), None, None, None, positions.Draw([0])
        )
        loops, started, ended = timer.run(5)[:3]
        self.assertEqual(loops, 5)
        self.assertGreaterEqual((ended - started) / 1e9 / loops, 0.02)
        self.assertLess((ended - started) / 1e9 / loops, 0.04)


class CalibrationTest(unittest.TestCase):
    def test_calibration_reaches_its_target(self):
        for nanoseconds in (20, 3000, 10**6, 10**9):
            loops, spent = window.calibrate(lambda loops, each=nanoseconds: (loops, 0, loops * each), 0.005)
            self.assertTrue(loops == 1 or abs(loops * nanoseconds - 5e6) <= nanoseconds, (nanoseconds, loops))
            self.assertLess(sum(nanos for _, nanos in spent), max(1e7, 3 * nanoseconds))

    def test_calibration_takes_a_first_run_that_was_long_enough(self):
        loops, spent = window.calibrate(self.fail, 0.005, known=(1, 0, 10**7))
        self.assertEqual((loops, spent), (1, [(1, 10**7)]))


class WarmUpTest(unittest.TestCase):
    def test_messages_are_warmed_up_and_what_was_spent_is_told(self):
        spent = window.warm_up(lambda loops: (loops, 0, 10**7), 5, [(1, 10**6)])
        self.assertEqual(spent, [(1, 10**6)] + [(5, 10**7)] * round(window.WARM_SECONDS * 100))
        self.assertEqual(window.warm_up(self.fail, 5, [(1, 10**9)]), [(1, 10**9)])

    def test_a_served_operation_is_warmed_up_before_its_window(self):
        rows, _ = cells.measure("manager_list", operations=["read_item_fixed"])
        (warm,) = cells.of(rows, "read_item_fixed", "warmup")
        self.assertGreaterEqual(int(warm["loops"]) * float(warm["seconds_per_operation"]), window.WARM_SECONDS)


class JoinNeighboursTest(unittest.TestCase):
    def test_few_batches_stay_as_they_are(self):
        batches = [(2, 10 * batch, 10 * batch + 9, "more") for batch in range(window.MOST_BATCHES)]
        self.assertEqual(window.join_neighbours(batches), [batch[:3] for batch in batches])
        self.assertEqual(window.join_neighbours(batches[:1]), [(2, 0, 9)])

    def test_of_many_neighbours_become_one_and_no_operation_is_lost(self):
        batches = [(1 + batch % 3, 10 * batch, 10 * batch + 9) for batch in range(25 * window.MOST_BATCHES + 7)]
        found = window.join_neighbours(batches)
        self.assertLessEqual(len(found), window.MOST_BATCHES)
        self.assertEqual(sum(batch[0] for batch in found), sum(batch[0] for batch in batches))
        self.assertEqual((found[0][1], found[-1][2]), (batches[0][1], batches[-1][2]))
        self.assertTrue(all(one[2] < other[1] for one, other in zip(found, found[1:])))
