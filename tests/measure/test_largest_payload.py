"""The largest payload is found exactly; a cap is no limit, and what cannot be asked for is declined."""

import multiprocessing
import unittest
from unittest import mock

from measure import largest_payload
from measure.contract import discovery


def known(limit_is, failures):
    """A fake that works up to a limit, and notes what it was asked."""

    def trial(n):
        failures.append(n)
        return None if n <= limit_is else "too large"

    return trial


BOUND = 10000000
FIRST = [BOUND, 2 * BOUND]


class Slow:
    """A fake that works up to a limit and takes so many seconds a unit, on a clock of its own."""

    def __init__(self, limit_is, seconds_a_unit):
        self.limit_is, self.seconds_a_unit = limit_is, seconds_a_unit
        self.asked, self.seconds, self.tried = [], 0.0, 0

    @staticmethod
    def bytes(n):
        return n

    def __call__(self, n):
        self.asked.append(n)
        self.tried, self.seconds = n, n * self.seconds_a_unit
        return None if n <= self.limit_is else "too large"

    def search(self, deadline=120):
        sizes = largest_payload.sizes_that_matter(self, FIRST)
        return largest_payload.search(
            self,
            2**25,
            sizes,
            lambda n: largest_payload.beyond_deadline(self, n, deadline),
            lambda: self.seconds > 1.5,
        )


class FirstSizesTest(unittest.TestCase):
    def test_a_machine_that_is_a_hundred_times_slower_finds_the_same_limit(self):
        for limit_is in (0, 2, 999999, 9999991, BOUND, 15000000, 2 * BOUND - 1):
            for seconds_a_unit in (5e-8, 5e-6):
                found = Slow(limit_is, seconds_a_unit).search()
                self.assertEqual((found.limit, found.capped, found.ended), (limit_is, False, ""))

    def test_without_a_limit_a_slow_one_still_takes_twice_the_bound(self):
        quick, slow = Slow(10**9, 1e-8).search(), Slow(10**9, 1e-6).search()
        self.assertEqual((quick.limit, quick.capped, quick.ended), (2**25, True, ""))
        self.assertEqual((slow.limit, slow.capped, slow.ended), (2 * BOUND, True, "a trial took too long"))

    def test_the_sizes_that_matter_come_first(self):
        trial = Slow(10**9, 1e-6)
        trial.search()
        self.assertEqual(trial.asked, [BOUND // largest_payload.PILOT, *FIRST])

    def test_time_never_ends_the_search_between_what_works_and_what_fails(self):
        trial = Slow(9999991, 1e-5)  # each trial from 150,000 units on takes longer than the time that ends a search
        found = trial.search()
        self.assertEqual((found.limit, found.capped, found.failure), (9999991, False, "too large"))
        self.assertIn(9999992, trial.asked)
        self.assertGreater(min(trial.asked) * 1e-5, 1.5)

    def test_what_would_exceed_its_deadline_is_not_tried_and_the_reason_foretells_it(self):
        trial = Slow(10**9, 1e-5)
        found = trial.search(deadline=150)
        self.assertEqual((found.limit, found.capped), (BOUND, True))
        words = "a trial of 20,000,000 bytes, which would have taken 200 s, past its deadline of 150 s"
        self.assertEqual(found.ended, words)
        self.assertNotIn(2 * BOUND, trial.asked)
        self.assertEqual(Slow(10**9, 1e-5).search(deadline=50).limit, BOUND // largest_payload.PILOT)

    def test_beyond_the_cap_nothing_is_tried(self):
        trial = Slow(10**9, 0)
        self.assertEqual(largest_payload.search(trial, 1000, [500, 2000]).limit, 1000)
        self.assertNotIn(2000, trial.asked)

    def test_sizes_are_bytes_whatever_the_unit(self):
        for element, units in (("bytes", 1000000), ("ints", 125000), ("two_bytes", 500000), ("int_bits", 8000000)):
            trial = mock.Mock(bytes=largest_payload.ELEMENTS[element][2])
            self.assertEqual(largest_payload.sizes_that_matter(trial, [1000000])[-1], units)
        self.assertEqual(largest_payload.sizes_that_matter(trial, []), [])

    def test_a_row_says_what_ended_the_search(self):
        """Each look at the clock is 50 s after the last one."""
        backend, context = discovery.load(discovery.find("shared_memory")), multiprocessing.get_context("spawn")
        for deadline, limit, words in (
            (10000, 2000, "a trial took too long"),
            (120, 100, "a trial of 1,000 bytes, which would have taken 500 s, past its deadline of 120 s"),
        ):
            settings = dict(cap_bytes=2**20, cap_seconds=1.5, try_first=[1000, 2000], deadline_seconds=deadline)
            with mock.patch.object(largest_payload.time, "perf_counter", iter(range(0, 10**6, 50)).__next__):
                found = largest_payload.measure(backend, "bytes", settings, context, "sst_limit")
            self.assertEqual((found["limit"], found["capped"], found["cap_reason"]), (limit, True, words))


class LargestPayloadTest(unittest.TestCase):
    def test_a_known_limit_is_found_exactly_and_both_sides_were_tried(self):
        for limit_is in (0, 1, 2, 3, 7, 8, 9, 1000, 9999991):
            asked = []
            found = largest_payload.search(known(limit_is, asked), 2**24, [])
            self.assertEqual((found.limit, found.capped, found.failure), (limit_is, False, "too large"))
            self.assertIn(limit_is + 1, asked)
            self.assertTrue(limit_is in asked or limit_is == 0)
            self.assertEqual(found.probes, len(asked))

    def test_the_cap_is_no_limit(self):
        for cap in (1, 2, 1000, 1024):
            for limit_is in (cap, cap + 1, 10 * cap):
                found = largest_payload.search(known(limit_is, []), cap, [])
                self.assertEqual((found.limit, found.capped, found.failure), (cap, True, ""))
        found = largest_payload.search(known(999, []), 1000, [])
        self.assertEqual((found.limit, found.capped), (999, False))

    def test_it_stops_when_trials_become_too_dear(self):
        asked = []
        found = largest_payload.search(known(10**9, asked), 10**9, [], enough=lambda: asked[-1:] == [64])
        self.assertEqual((found.limit, found.capped, found.ended), (64, True, "a trial took too long"))

    def test_the_shareable_list_s_limit_is_that_of_its_format(self):
        """Its format of 8 characters holds at most 9,999,999 and an s; items are padded to a multiple of 8, plus 8."""
        backend = discovery.load(discovery.find("shareable_list"))
        settings = {"cap_bytes": 2**25, "cap_seconds": 10, "try_first": FIRST, "deadline_seconds": 120}
        found = largest_payload.measure(backend, "bytes", settings, multiprocessing.get_context("spawn"), "sst_limit")
        self.assertEqual((found["limit"], found["capped"]), (9999991, False))

    def test_what_cannot_be_asked_for_is_declined(self):
        def refusal(name, element):
            return largest_payload.reason_declined(discovery.load(discovery.find(name)), element, "spawn")

        self.assertEqual(refusal("local_list", "bytes"), "nothing is shared")
        self.assertEqual(refusal("shared_memory", "floats"), "holds ints and bytes only")
        self.assertEqual(refusal("mmap_anonymous", "ints"), "needs workers that are forked")
        self.assertIsNone(refusal("multiprocessing_value", "ints"))

    def test_a_value_holds_one_integer_and_wraps_a_long_one(self):
        backend, context = discovery.load(discovery.find("multiprocessing_value")), multiprocessing.get_context("spawn")
        settings = dict(cap_bytes=4096, cap_seconds=5)
        self.assertEqual(largest_payload.measure(backend, "ints", settings, context, "sst_limit")["limit"], 1)
        bits = largest_payload.measure(backend, "int_bits", settings, context, "sst_limit")
        self.assertEqual((bits["limit"], bits["failure"]), (63, "gave back another value"))
