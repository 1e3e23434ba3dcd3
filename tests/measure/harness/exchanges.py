"""Run an exchange between two processes with a backend of a given source."""

import gc
import multiprocessing
import os
import tempfile
import unittest

from measure.contract import discovery
from measure.contract.payload import Payload
from measure.harness.failures import WorkerFailed
from measure.harness.pools.worker_pool import WorkerPool
from measure.harness.turns import Turns

GONE = """
import os

from measure.contract.discovery import load, paths

OWNER = os.getpid()


class Backend(load(paths()["shared_memory"])):
    read_item = "value = view[i] if os.getpid() == OWNER else os._exit(3)"
    copy_out = "result = view.tolist() if os.getpid() == OWNER else os._exit(3)"
"""


class TwoSidedTest(unittest.TestCase):
    """Both sides of an exchange under a backend that is made for one test."""

    def setUp(self):
        # An exchange collects garbage before each batch. In a process full of tests that takes 100 ms a batch.
        gc.freeze()
        self.addCleanup(gc.unfreeze)

    def on_workers(self, source, settings, kind):
        """What comes of an exchange of this kind with a backend of this source."""
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "{}.py".format(self.id().rsplit(".", 1)[1]))
            with open(path, "w", encoding="utf-8") as file:
                file.write(source)
            context, payload = multiprocessing.get_context("fork"), ("items", 64, 7)
            backend = discovery.load(path)(Payload(*payload), "sst_test_{}".format(os.getpid()), context)
            backend.create(backend.payload.make())
            spec = dict(
                path=path, payload=payload, name=backend.name, start_method="fork", workers=1, seed=7, processors=None
            )
            pool = WorkerPool(backend, dict(spec, settings=settings), context, Turns())
            try:
                pool.attach()
                return kind(pool, settings).measure()
            finally:
                pool.close(kill=True)

    def failure(self, source, settings, kind):
        """The WorkerFailed that it ends with."""
        with self.assertRaises(WorkerFailed) as caught:
            self.on_workers(source, settings, kind)
        return caught.exception
