"""Refresh: the last copy is the last change; a copy that is older is found, and a dead side ends the wait."""

import os
import unittest

from measure.harness import bulk_refresh
from tests.measure import cells
from tests.measure.harness.exchanges import GONE, TwoSidedTest

PATIENT = dict(allowance_seconds=60)  # a slow machine is no reason to refuse
STALE = """
from measure.contract.discovery import load, paths


class Backend(load(paths()["shared_memory"])):
    copy_out = "result = kept.setdefault(0, view.tolist())"
    copy_out_blob = "result = kept.setdefault(0, bytes(view))"


kept = {}
"""
LAGS = """
from measure.contract.discovery import load, paths


class Backend(load(paths()["shared_memory"])):
    copy_out = "last.append(view.tolist()); result = last.pop(0)"


last = [None]
"""
RAISES = """
import os

from measure.contract.discovery import load, paths

OWNER = os.getpid()


class Backend(load(paths()["shared_memory"])):
    copy_out = "result = view.tolist() if os.getpid() == OWNER else view.nothing"
"""


class BulkRefreshTest(unittest.TestCase):
    def test_the_last_copy_is_the_last_change(self):
        for name, payload in (("shared_memory", "blob"), ("manager_list", "small_items"), ("threads_list", "items")):
            rows, _ = cells.measure(name, payload, operations=["refresh"])
            found = cells.of(rows, "refresh")
            self.assertGreaterEqual(len(found), cells.SETTINGS["minimum_batches"])
            self.assertEqual({row["check"] for row in found}, {"ok"}, name)
            self.assertEqual({row["worker"] for row in found}, {"-1"})
            self.assertIn("|", found[0]["line"])

    def test_it_takes_longer_than_the_dearer_copy(self):
        """In one of three cells: a shared machine may be slow for all of a copy's window."""
        self.assertTrue(any(self.longer_than_a_copy() for _ in range(3)))

    def longer_than_a_copy(self):
        operations = ("copy_out", "copy_in", "refresh")
        settings = dict(PATIENT, window_seconds=0.3)  # of many batches one goes undisturbed
        rows, _ = cells.measure("shareable_list", size=65536, operations=operations, settings=settings)
        fastest = {
            name: min(float(row["seconds_per_operation"]) for row in cells.of(rows, name)) for name in operations
        }
        return fastest["refresh"] > max(fastest["copy_out"], fastest["copy_in"])

    def test_what_is_read_only_or_has_more_workers_declines(self):
        for name, processes in (("local_list", 1), ("shared_memory", 2), ("fork_global", 1)):
            rows, _ = cells.measure(name, processes=processes, operations=["refresh"])
            self.assertEqual([row["error"] for row in cells.of(rows, "refresh")], ["declined"], name)

    def test_what_would_take_too_long_is_refused_with_the_prediction(self):
        rows, _ = cells.measure(
            "shareable_list", size=2**20, operations=["refresh"], settings=dict(allowance_seconds=0.01)
        )
        (row,) = cells.of(rows, "refresh")
        self.assertEqual(row["error"], "predicted")
        self.assertGreater(float(row["predicted_seconds"]), 0.01)

    def test_what_is_slow_is_done_once(self):
        settings = dict(PATIENT, slow_seconds=1e-6)
        rows, _ = cells.measure("shareable_list", size=65536, operations=["refresh"], settings=settings)
        self.assertEqual([row["loops"] for row in cells.of(rows, "refresh")], ["1"])


@unittest.skipUnless(hasattr(os, "fork"), "needs fork")
class EndsTest(TwoSidedTest):
    def test_a_side_that_is_gone_while_the_whole_is_handed_on(self):
        found = self.failure(GONE, cells.SETTINGS, bulk_refresh.BulkRefresh)
        self.assertEqual((found.kind, found.reason), ("died", "worker 0 ended with exit code 3"))

    def test_a_copy_of_an_older_state_is_found(self):
        found = self.on_workers(STALE, cells.SETTINGS, bulk_refresh.BulkRefresh)
        self.assertEqual(found["check"], "another payload was copied out")

    def test_a_copy_that_lags_one_change_behind_is_found(self):
        found = self.on_workers(LAGS, cells.SETTINGS, bulk_refresh.BulkRefresh)
        self.assertEqual(found["check"], "another payload was copied out")

    def test_what_the_worker_raises_is_the_reason(self):
        found = self.failure(RAISES, cells.SETTINGS, bulk_refresh.BulkRefresh)
        self.assertEqual(found.kind, "exception")
        self.assertIn("nothing", found.reason)
