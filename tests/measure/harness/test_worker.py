"""A worker keeps no copy of a window but the last, visits memory alone, and foretells what goes item by item."""

import os
import types
import unittest

from measure.contract import discovery, operations
from measure.harness.worker import Worker
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


class VisitsTest(unittest.TestCase):
    def test_accesses_to_memory_are_visited_whoever_looks_after_the_memory_and_messages_are_not(self):
        turns = {}
        for name in ("shared_memory", "shared_memory_manager", "manager_list"):
            if operations.reason_declined(discovery.load(discovery.find(name)), cells.fitting(name, "items")):
                continue
            rows, _ = cells.measure(name, operations=["read_item"])
            turns[name] = len({row["visit"] for row in cells.of(rows, "read_item")})
        visited = {name: count for name, count in turns.items() if name != "manager_list"}
        self.assertEqual(turns.pop("manager_list"), 1)
        self.assertEqual(set(visited.values()), {8}, turns)  # two for each batch of the window


class Rounds:
    """A timer whose rounds take so many nanoseconds an access, one after another."""

    def __init__(self, each):
        self.each = iter(each)

    def run(self, count, value):
        return 0, 0, int(count * next(self.each))


def forecast(each):
    payload = types.SimpleNamespace(kind="items", length=1000, item=lambda place: 0, places=lambda places: places)
    stand_in = types.SimpleNamespace(payload=payload, timer=lambda *_: Rounds(each))
    return 1000 * Worker.seconds_an_access(stand_in, "read_item")


class ForecastTest(unittest.TestCase):
    def test_it_is_of_warm_accesses(self):
        self.assertAlmostEqual(forecast([500e3, 300e3] + [100e3] * 8), 0.1)

    def test_a_round_in_which_something_else_ran_does_not_count(self):
        self.assertAlmostEqual(forecast([100e3] * 5 + [5e6] * 3), 0.1)

    def test_a_dear_access_ends_it_at_once(self):
        self.assertAlmostEqual(forecast([20e6]), 20)
