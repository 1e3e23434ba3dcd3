"""The largest payload is found exactly; a cap is no limit, and what cannot be asked for is declined."""

import multiprocessing
import unittest

from measure import largest_payload
from measure.contract import discovery


def known(limit_is, failures):
    """A fake that works up to a limit, and notes what it was asked."""

    def trial(n):
        failures.append(n)
        return None if n <= limit_is else "too large"

    return trial


class LargestPayloadTest(unittest.TestCase):
    def test_a_known_limit_is_found_exactly_and_both_sides_were_tried(self):
        for limit_is in (0, 1, 2, 3, 7, 8, 9, 1000, 9999991):
            asked = []
            found = largest_payload.search(known(limit_is, asked), 2**24)
            self.assertEqual((found.limit, found.capped, found.failure), (limit_is, False, "too large"))
            self.assertIn(limit_is + 1, asked)
            self.assertTrue(limit_is in asked or limit_is == 0)
            self.assertEqual(found.probes, len(asked))

    def test_the_cap_is_no_limit(self):
        for cap in (1, 2, 1000, 1024):
            for limit_is in (cap, cap + 1, 10 * cap):
                found = largest_payload.search(known(limit_is, []), cap)
                self.assertEqual((found.limit, found.capped, found.failure), (cap, True, ""))
        found = largest_payload.search(known(999, []), 1000)
        self.assertEqual((found.limit, found.capped), (999, False))

    def test_it_stops_when_trials_become_too_dear(self):
        asked = []
        found = largest_payload.search(known(10**9, asked), 10**9, lambda: asked[-1] >= 64)
        self.assertEqual((found.limit, found.capped), (64, True))

    def test_the_shareable_list_s_limit_is_that_of_its_format(self):
        """Its format of 8 characters holds at most 9,999,999 and an s; items are padded to a multiple of 8, plus 8."""
        backend = discovery.load(discovery.find("shareable_list"))
        settings = {"cap_bytes": 2**24, "cap_seconds": 10}
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
