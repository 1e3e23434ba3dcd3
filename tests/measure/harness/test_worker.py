"""A worker keeps no copy of a window but the last."""

import os
import unittest

from tests.measure import cells
from tests.measure.harness.exchanges import TwoSidedTest

COPIES = """
from measure.contract.discovery import load, paths


class Copy(list):
    alive = 0

    def __init__(self, items):
        super().__init__(items)
        Copy.alive += 1
        if Copy.alive > 2:
            raise RuntimeError("earlier copies are kept")

    def __del__(self):
        Copy.alive -= 1


class Backend(load(paths()["shared_memory"])):
    copy_out = "result = Copy(view)"
"""


@unittest.skipUnless(hasattr(os, "fork"), "needs fork")
class WorkerTest(TwoSidedTest):
    def test_of_the_copies_of_a_window_only_the_last_is_kept(self):
        class CopyOut:
            def __init__(self, pool, settings):
                self.pool = pool

            def measure(self):
                return self.pool.perform("copy_out", 10)

        (found,) = self.on_workers(COPIES, dict(cells.SETTINGS, minimum_batches=5), CopyOut)
        self.assertEqual((found.get("reason"), found["check"]), (None, "ok"))
        self.assertGreaterEqual(len(found["batches"]), 5)
