"""Calibration, warm-up and batches: the seconds of an operation are those of its line."""

import time
import unittest

from measure.timing import compile, positions, warm_up, window


class TimerTest(unittest.TestCase):
    def test_seconds_an_operation_are_those_of_the_line(self):
        """A line that sleeps: the batch can't be shorter than its sleeps, nor longer than the call that ran it."""
        timer = window.Timer(
            compile.compile_line("sleep(0.02)", "whole", {"sleep": time.sleep}), None, None, None, positions.Draw([0])
        )
        before = time.perf_counter_ns()
        loops, started, ended = timer.run(5)[:3]
        after = time.perf_counter_ns()
        self.assertEqual(loops, 5)
        self.assertGreaterEqual((ended - started) / 1e9 / loops, 0.02)
        self.assertLessEqual(ended - started, after - before)


class CalibrationTest(unittest.TestCase):
    def test_calibration_reaches_its_target(self):
        for nanoseconds in (20, 3000, 10**6, 10**9):
            loops, spent = window.calibrate(lambda loops, each=nanoseconds: (loops, 0, loops * each), 0.005)
            self.assertTrue(loops == 1 or abs(loops * nanoseconds - 5e6) <= nanoseconds, (nanoseconds, loops))
            self.assertLess(sum(nanos for _, nanos in spent), max(1e7, 3 * nanoseconds))

    def test_calibration_takes_a_first_run_that_was_long_enough(self):
        loops, spent = window.calibrate(self.fail, 0.005, known=(1, 0, 10**7))
        self.assertEqual((loops, spent), (1, [(1, 10**7)]))


def clocked(seconds_of):
    """run(loops) of a line whose loops take seconds_of(seconds that went by before it), on a clock of its own."""
    past = [0.0]

    def run(loops):
        started = past[0]
        past[0] += loops * seconds_of(started)
        return loops, round(started * 1e9), round(past[0] * 1e9)

    return run


RULE = warm_up.Rule(warm_up.WARM_SECONDS, 0, warm_up.MOST_WARM_SECONDS)
SETTINGS = dict(batch_seconds=0.004, window_seconds=0.04, slow_seconds=0.1, minimum_batches=6)


class RunWindowTest(unittest.TestCase):
    def test_a_ramp_shorter_than_the_warm_up_is_no_part_of_the_window(self):
        """Accesses that get four times faster within 40 ms, as they do all over 16 MiB: the window holds none of it."""
        run = clocked(lambda past: 50e-9 * (4 - 3 * min(past / 0.04, 1)))
        batches, (_, spent) = window.run_window(run, SETTINGS, RULE)
        paces = [(ended - started) / loops for loops, started, ended in batches]
        self.assertAlmostEqual(min(paces), max(paces), delta=0.1)
        self.assertGreaterEqual(spent, warm_up.WARM_SECONDS * 1e9)

    def test_a_batch_has_its_length_at_the_pace_of_the_window_whatever_the_line_was_like_before(self):
        batches, _ = window.run_window(clocked(lambda past: 50e-9 if past > 0.02 else 500e-9), SETTINGS, RULE)
        self.assertEqual(len(batches), 10)
        for _, started, ended in batches:
            self.assertAlmostEqual((ended - started) / 1e9, 0.004, delta=0.0004)

    def test_the_pages_are_touched_first_and_the_draw_is_visited(self):
        order, slow = [], clocked(lambda past: 1e-6)

        def run(loops):
            order.append("batch")
            return slow(loops)

        def touch():
            for _ in range(3):
                order.append("page")
                yield 1, 1000

        _, (loops, _) = window.run_window(run, SETTINGS, RULE._replace(loops=80000), touch=touch())
        self.assertEqual(order[:5], ["batch", "page", "page", "page", "batch"])
        self.assertGreaterEqual(loops, 80000)

    def test_touching_ends_when_the_warm_up_is_used_up(self):
        steps = []

        def touch():
            while True:
                steps.append(len(steps))
                yield 64, 10**7

        window.run_window(clocked(lambda past: 50e-6), SETTINGS, RULE, touch=touch())
        self.assertEqual(len(steps), round(warm_up.MOST_WARM_SECONDS * 100))

    def test_what_is_slow_is_done_once_and_is_not_warmed_up(self):
        batches, spent = window.run_window(clocked(lambda past: 0.2), SETTINGS, RULE)
        self.assertEqual((len(batches), spent), (1, (0, 0)))
        batches, _ = window.run_window(clocked(lambda past: 0.2), SETTINGS, RULE, once=False)
        self.assertEqual(len(batches), 6)


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
