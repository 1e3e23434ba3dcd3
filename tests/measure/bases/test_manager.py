"""A Manager's proxy: what a worker pays for the one among its arguments, and who pays for more."""

import multiprocessing
import pickle
import unittest
from multiprocessing.managers import BaseProxy
from unittest import mock

from measure.bases import manager
from measure.contract import operations
from tests.measure import cells

ATTACHES = ["attach", "attach_connection", "attach_elsewhere"]


class InheritedTest(unittest.TestCase):
    def test_a_proxy_among_a_workers_arguments_tells_the_server_nothing(self):
        with multiprocessing.get_context("spawn").Manager() as server:
            proxy = server.list([5])
            pickled = pickle.dumps(proxy)
            with mock.patch.object(BaseProxy, "_incref") as told:
                view = manager.inherited(pickled)
                self.assertEqual(told.call_count, 0)
                self.assertFalse(hasattr(multiprocessing.current_process(), "_inheriting"))
                pickle.loads(pickled)
                self.assertEqual(told.call_count, 1)
            self.assertEqual(view[0], 5)

    def test_each_part_of_attaching_is_measured_and_the_whole_takes_longer_than_its_part(self):
        rows, _ = cells.measure("manager_list", operations=ATTACHES, settings=dict(window_seconds=0.05))
        for name in ATTACHES:
            self.assertEqual({row["check"] for row in cells.of(rows, name)}, {"ok"}, name)
        rows, _ = cells.measure("shared_memory", operations=ATTACHES)
        declined = {name: {row["error"] for row in cells.of(rows, name)} for name in ATTACHES}
        self.assertEqual(declined, dict(attach={""}, attach_connection={"declined"}, attach_elsewhere={"declined"}))

    def test_its_own_lock_is_measured_beside_the_faster_one(self):
        names = ["increment_locked", "increment_own_lock"]
        rows, _ = cells.measure("manager_list", processes=2, operations=names)
        locks = {name: {(row["lock"], row["check"]) for row in cells.of(rows, name)} for name in names}
        self.assertEqual(locks, {names[0]: {("multiprocessing.Lock", "ok")}, names[1]: {("Manager().Lock", "ok")}})
        self.assertIsNone(operations.line(operations.Backend, "increment_own_lock", "items"))
