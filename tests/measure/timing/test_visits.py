"""A window in visits: each batch comes after a sleep and a warm-up of its own."""

import unittest

from measure.timing import visits, window

SETTINGS = dict(batch_seconds=0.004, window_seconds=0.02, slow_seconds=0.1, minimum_batches=6)
RULE = window.warm_up.Rule(0.05, 0, 0.1)


class VisitsTest(unittest.TestCase):
    def setUp(self):
        self.told = []  # in the order of events: the loops of each run, and each sleep
        self.now = 0

    def run_loops(self, loops):
        """A line of 1 us."""
        self.told.append(loops)
        started, self.now = self.now, self.now + loops * 1000
        return loops, started, self.now

    def pause(self):
        self.told.append("sleep")
        self.now += 10**9
        return self.told.count("sleep") + 40

    def test_a_batch_comes_after_a_sleep_and_a_warm_up(self):
        company = visits.Visits(self.pause, 1)
        batches, _ = window.run_window(self.run_loops, SETTINGS, RULE, company=company)
        self.assertEqual(company.numbers, list(range(41, 41 + 12)))
        self.assertEqual([loops for loops, _, _ in batches], [1000] * 12)
        self.assertEqual(self.told[self.told.index("sleep") :], ["sleep", 2000, 1000] * 12)

    def test_a_draw_is_visited_once_before_each_batch_as_far_as_its_cap_reaches(self):
        for drawn, first in ((5000, [2000, 2000, 2000]), (10**6, [2000] * 15)):
            company = visits.Visits(self.pause, drawn)
            self.told.clear()
            company.before_batch(self.run_loops, 1000)
            self.assertEqual(self.told, ["sleep", *first])

    def test_its_first_warm_up_is_a_short_one_and_what_all_of_them_take_is_told(self):
        _, (loops, spent) = window.run_window(self.run_loops, SETTINGS, RULE, company=visits.Visits(self.pause, 1))
        first = self.told[: self.told.index("sleep")]
        self.assertAlmostEqual(sum(first), 10000, delta=1000)  # the last batch overruns it
        self.assertAlmostEqual(loops, sum(first) + 12 * 2000, delta=1)  # the first run counts as the calibration's
        self.assertEqual(spent, loops * 1000)

    def test_what_is_done_once_is_not_visited(self):
        company = visits.Visits(self.fail, 1)
        batches, spent = window.run_window(lambda loops: (loops, 0, 2 * 10**8), SETTINGS, RULE, company=company)
        self.assertEqual((len(batches), spent, company.numbers), (1, (0, 0), []))
