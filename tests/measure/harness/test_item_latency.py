"""Latency: both sides take every turn; a change that nobody sees ends the wait, and so does a dead side."""

import os
import unittest

from measure.contract.payload import Payload
from measure.harness import item_latency
from tests.measure import cells
from tests.measure.harness.exchanges import GONE, TwoSidedTest

# On a busy machine a turn takes milliseconds instead of a fraction of one: short batches end all the same.
PATIENT = dict(slow_seconds=9, batch_seconds=0.0001)
ALONE = """
from measure.contract.discovery import load, paths


class Backend(load(paths()["local_list"])):
    shared = True
"""

SHARED = ALONE.replace("local_list", "shared_memory")
TURNS = 10**5


class PairsTest(unittest.TestCase):
    def test_each_value_is_unlike_the_one_before_it(self):
        for kind in ("items", "small_items"):
            said = [value for pair in item_latency.pairs(Payload(kind, 64), 0, 1000) for value in pair]
            self.assertEqual(len(said), 2000)
            self.assertTrue(all(one != other for one, other in zip(said, said[1:])), kind)

    def test_a_batch_goes_on_where_the_last_one_ended(self):
        payload = Payload("items", 64)
        self.assertEqual(
            item_latency.pairs(payload, 0, 3) + item_latency.pairs(payload, 6, 2), item_latency.pairs(payload, 0, 5)
        )


class ItemLatencyTest(unittest.TestCase):
    def test_the_loops_are_changes_and_the_last_one_is_found(self):
        for name in ("shared_memory", "threads_list"):
            rows, _ = cells.measure(name, operations=["latency"], settings=PATIENT)
            found = cells.of(rows, "latency")
            self.assertGreaterEqual(len(found), cells.SETTINGS["minimum_batches"])
            self.assertEqual({int(row["loops"]) % 2 for row in found}, {0})
            self.assertEqual({row["check"] for row in found}, {"ok"})
            self.assertEqual({row["worker"] for row in found}, {"-1"})
            self.assertIn("|", found[0]["line"])

    def test_what_is_not_shared_or_has_more_workers_declines(self):
        for name, processes in (("local_list", 1), ("shared_memory", 2), ("fork_global", 1)):
            rows, _ = cells.measure(name, processes=processes, operations=["latency"])
            self.assertEqual([row["error"] for row in cells.of(rows, "latency")], ["declined"], name)


class LongBatches(item_latency.ItemLatency):
    """Three batches of far more turns than fit into a batch's time."""

    def measure(self):
        self.pool.perform(self.operation, 10)
        batches = [self.run(TURNS) for _ in range(3)]
        return dict(batches=batches, check=self.check())


@unittest.skipUnless(hasattr(os, "sched_setaffinity"), "needs a processor to pin both sides to")
class OneProcessorTest(TwoSidedTest):
    def test_a_batch_of_two_that_keep_each_other_from_their_processor_is_broken_off(self):
        processors = os.sched_getaffinity(0)
        os.sched_setaffinity(0, {min(processors)})
        try:
            answer = self.on_workers(SHARED, dict(cells.SETTINGS, deadline_seconds=20), LongBatches)
        finally:
            os.sched_setaffinity(0, processors)
        self.assertEqual(answer["check"], "ok")
        for changes, started, ended in answer["batches"]:
            self.assertIn(changes, range(2, 2 * TURNS, 2))
            self.assertGreaterEqual(ended - started, item_latency.LONGEST * cells.SETTINGS["batch_seconds"] * 1e9)


@unittest.skipUnless(hasattr(os, "fork"), "needs fork")
class EndsTest(TwoSidedTest):
    def test_a_change_that_nobody_sees(self):
        found = self.failure(ALONE, dict(cells.SETTINGS, deadline_seconds=2), item_latency.ItemLatency)
        self.assertEqual((found.kind, found.reason), ("timeout", "a change wasn't seen"))

    def test_a_side_that_is_gone(self):
        found = self.failure(GONE, cells.SETTINGS, item_latency.ItemLatency)
        self.assertEqual((found.kind, found.reason), ("died", "worker 0 ended with exit code 3"))
