"""Latency and refresh: both sides take every turn; a change that nobody sees ends the wait, and so does a dead side."""

import multiprocessing
import os
import tempfile
import unittest

from measure.contract import discovery
from measure.contract.payload import Payload
from measure.harness import bulk_refresh, item_latency
from measure.harness.failures import WorkerFailed
from measure.harness.worker_pool import WorkerPool
from tests.measure import cells

PATIENT = dict(allowance_seconds=60)  # a slow machine is no reason to refuse
ALONE = """
from measure.contract.discovery import load, paths


class Backend(load(paths()["local_list"])):
    shared = True
"""
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
RAISES = """
import os

from measure.contract.discovery import load, paths

OWNER = os.getpid()


class Backend(load(paths()["shared_memory"])):
    copy_out = "result = view.tolist() if os.getpid() == OWNER else view.nothing"
"""
GONE = """
import os

from measure.contract.discovery import load, paths

OWNER = os.getpid()


class Backend(load(paths()["shared_memory"])):
    read_item = "value = view[i] if os.getpid() == OWNER else os._exit(3)"
    copy_out = "result = view.tolist() if os.getpid() == OWNER else os._exit(3)"
"""


class Pairs(unittest.TestCase):
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


class Answers(unittest.TestCase):
    def test_the_loops_are_changes_and_the_last_one_is_found(self):
        for name in ("shared_memory", "threads_list"):
            rows, _ = cells.measure(name, operations=["latency"])
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


class HandedOn(unittest.TestCase):
    def test_the_last_copy_is_the_last_change(self):
        for name, payload in (("shared_memory", "blob"), ("manager_list", "small_items"), ("threads_list", "items")):
            rows, _ = cells.measure(name, payload, operations=["refresh"])
            found = cells.of(rows, "refresh")
            self.assertGreaterEqual(len(found), cells.SETTINGS["minimum_batches"])
            self.assertEqual({row["check"] for row in found}, {"ok"}, name)
            self.assertEqual({row["worker"] for row in found}, {"-1"})
            self.assertIn("|", found[0]["line"])

    def test_it_takes_longer_than_the_dearer_copy(self):
        rows, _ = cells.measure(
            "shareable_list", size=65536, operations=["copy_out", "copy_in", "refresh"], settings=PATIENT
        )
        fastest = {
            name: min(float(row["seconds_per_operation"]) for row in cells.of(rows, name))
            for name in ("copy_out", "copy_in", "refresh")
        }
        self.assertGreater(fastest["refresh"], max(fastest["copy_out"], fastest["copy_in"]))

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
class Ends(unittest.TestCase):
    def on_workers(self, source, settings, kind):
        """What comes of an exchange of this kind with a backend of this source."""
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "{}.py".format(self.id().rsplit(".", 1)[1]))
            with open(path, "w") as file:
                file.write(source)
            context, payload = multiprocessing.get_context("fork"), ("items", 64, 7)
            backend = discovery.load(path)(Payload(*payload), "sst_test_{}".format(os.getpid()), context)
            backend.create(backend.payload.make())
            spec = dict(
                path=path, payload=payload, name=backend.name, start_method="fork", workers=1, seed=7, processors=None
            )
            pool = WorkerPool(backend, dict(spec, settings=settings), context)
            try:
                return kind(pool, settings).measure()
            finally:
                pool.close(kill=True)

    def broken(self, source, settings, kind=item_latency.ItemLatency):
        """What it ends with."""
        with self.assertRaises(WorkerFailed) as caught:
            self.on_workers(source, settings, kind)
        return caught.exception

    def test_a_change_that_nobody_sees(self):
        found = self.broken(ALONE, dict(cells.SETTINGS, deadline_seconds=0.5))
        self.assertEqual((found.kind, found.reason), ("timeout", "a change wasn't seen"))

    def test_a_side_that_is_gone(self):
        found = self.broken(GONE, cells.SETTINGS)
        self.assertEqual((found.kind, found.reason), ("died", "worker 0 ended with exit code 3"))

    def test_a_side_that_is_gone_while_the_whole_is_handed_on(self):
        found = self.broken(GONE, cells.SETTINGS, bulk_refresh.BulkRefresh)
        self.assertEqual((found.kind, found.reason), ("died", "worker 0 ended with exit code 3"))

    def test_a_copy_of_an_older_state_is_found(self):
        found = self.on_workers(STALE, cells.SETTINGS, bulk_refresh.BulkRefresh)
        self.assertEqual(found["check"], "another payload was copied out")

    def test_a_copy_that_lags_one_change_behind_is_found(self):
        found = self.on_workers(LAGS, cells.SETTINGS, bulk_refresh.BulkRefresh)
        self.assertEqual(found["check"], "another payload was copied out")

    def test_what_the_worker_raises_is_the_reason(self):
        found = self.broken(RAISES, cells.SETTINGS, bulk_refresh.BulkRefresh)
        self.assertEqual(found.kind, "exception")
        self.assertIn("nothing", found.reason)

    def test_of_the_copies_of_a_window_only_the_last_is_kept(self):
        class CopyOut:
            def __init__(self, pool, settings):
                self.pool = pool

            def measure(self):
                return self.pool.perform("copy_out", 10)

        (found,) = self.on_workers(COPIES, dict(cells.SETTINGS, minimum_batches=5), CopyOut)
        self.assertEqual((found.get("reason"), found["check"]), (None, "ok"))
        self.assertGreaterEqual(len(found["batches"]), 5)
