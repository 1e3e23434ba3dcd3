"""The object holds again what it held, or the harness is told that it can't."""

import unittest

from measure.contract import discovery, operations
from measure.contract.payload import Payload
from measure.harness import restoration, worker
from tests.measure import cells

LOCAL = discovery.load(discovery.find("local_list"))


class NoItems(LOCAL):
    write_item = None


class Nothing(NoItems):
    copy_in = None


class ByItems(LOCAL):
    itemwise = frozenset({"copy_in"})


class RestoreTest(unittest.TestCase):
    def restored(self, kind, changed, visited=()):
        """(what restore answers, the items), of a list that was changed at 0, 3 and 5."""
        payload = Payload("items", 64, 7)
        view = payload.make()
        view[0] = view[3] = view[5] = -1
        answer = restoration.restore(kind(payload, "x", None), view, None, payload, changed, visited)
        return answer, [position for position in range(8) if view[position] != payload.item(position)]

    def test_only_what_was_visited_is_written_where_items_can_be(self):
        self.assertEqual(self.restored(LOCAL, "visited", [5, 0]), (True, [3]))
        self.assertEqual(self.restored(LOCAL, "first"), (True, [3, 5]))
        self.assertEqual(self.restored(LOCAL, "whole"), (True, []))

    def test_else_the_whole_is_copied_in_and_else_the_object_must_be_a_fresh_one(self):
        self.assertEqual(self.restored(NoItems, "visited", [5]), (True, []))
        self.assertEqual(self.restored(Nothing, "visited", [5])[0], False)
        self.assertEqual(self.restored(LOCAL, "length")[0], False)

    def test_a_copy_that_goes_item_by_item_is_none(self):
        self.assertEqual(self.restored(ByItems, "whole")[0], False)
        self.assertEqual(self.restored(ByItems, "first"), (True, [3, 5]))

    def test_all_that_change_something_are_known(self):
        reads = {"read_item", "read_item_fixed", "iterate", "copy_out", "length", "repr", "sum", "empty_loop"}
        kinds = {name for name, kind in operations.OPERATIONS.items() if kind in ("item", "whole", "turns", "mix")}
        parts = {
            operations.part(name, worker) for name in kinds for worker in range(4)
        }  # of a role, what is done in it
        self.assertEqual(parts - reads, set(restoration.CHANGED))


class CellTest(unittest.TestCase):
    def test_what_reads_after_what_writes_finds_the_original(self):
        """In each block another order: reads, copies and their checks stand behind every write."""
        names = ["read_item", "copy_out", "write_item", "copy_in", "increment", "append", "length", "latency"]
        for backend, processes in (("manager_list", 1), ("shared_memory", 1), ("shared_memory", 2)):
            for block in range(2):
                rows, _ = cells.measure(backend, "items", 4096, processes, names, block=block)
                good = [row for row in rows if row["phase"] == "sample" and row["error"] != "declined"]
                wrong = {row["operation"]: row["reason"] for row in good if row["check"] != "ok"}
                wrong.pop("increment", None)  # two at a time may lose some
                self.assertEqual(wrong, {}, (backend, processes, block))

    def test_what_was_refused_is_not_restored(self):
        """To copy the whole in once more would take as long as what was refused."""
        refusing = object.__new__(worker.Worker)
        refusing.settings, refusing.changed = dict(allowance_seconds=2), ("whole", [])
        refusing.refusal(272.0)
        self.assertIsNone(refusing.changed)
        for block in range(2):
            rows, _ = cells.measure(
                "shareable_list", "items", 2**20, 1, ["copy_in", "read_item"], dict(allowance_seconds=0), block=block
            )
            self.assertEqual([row["error"] for row in cells.of(rows, "copy_in")], ["predicted"])
            self.assertEqual({row["error"] for row in cells.of(rows, "read_item")}, {""})
