"""What is broken on purpose is found, and what is slower on purpose measures."""

import unittest

from measure.contract import discovery
from tests.measure.cells import measure, of


class Controls(unittest.TestCase):
    """What is broken on purpose is found, as a row with its reason; the cell ends in time and leaves nothing."""

    def test_a_value_that_is_wrong_now_and_then(self):
        rows, _ = measure("wrong_value", operations=["read_item", "write_item"])
        self.assertEqual({row["error"] for row in of(rows, "read_item")}, {"wrong"})
        self.assertIn("read 0 at", of(rows, "read_item")[0]["reason"])
        self.assertEqual({row["error"] for row in of(rows, "write_item")}, {""})

    def test_a_lock_that_does_not_exclude(self):
        """Surely: even of a worker that nobody comes between, as on a machine that is busy with others."""
        for processes in (1, 2):
            rows, _ = measure("loses_updates", processes=processes, operations=["increment_locked"])
            self.assertEqual({row["error"] for row in of(rows, "increment_locked")}, {"wrong"})
            self.assertRegex(of(rows, "increment_locked")[0]["reason"], r"lost \d+ of \d+ updates")

    def test_an_addition_that_is_not_one_operation(self):
        for processes in (1, 2):
            rows, _ = measure("not_atomic", processes=processes, operations=["increment_atomic", "increment_fcntl"])
            self.assertEqual({row["error"] for row in of(rows, "increment_atomic")}, {"wrong"})
            self.assertRegex(of(rows, "increment_atomic")[0]["reason"], r"lost \d+ of \d+ updates")
            self.assertEqual({row["check"] for row in of(rows, "increment_fcntl")}, {"ok"})

    def test_a_worker_that_dies(self):
        rows, _ = measure("dies", processes=2, operations=["read_item", "write_item", "copy_in"])
        self.assertEqual([row["error"] for row in of(rows, "write_item")], ["died"])
        self.assertIn("exit code 3", of(rows, "write_item")[0]["reason"])
        self.assertEqual({row["error"] for row in of(rows, "read_item") + of(rows, "copy_in")}, {""})

    def test_a_worker_that_hangs(self):
        rows, _ = measure("hangs", operations=["read_item", "write_item", "copy_in"], settings={"deadline_seconds": 2})
        self.assertEqual([row["error"] for row in of(rows, "write_item")], ["timeout"])
        self.assertEqual({row["error"] for row in of(rows, "copy_in")}, {""})

    def test_slower_and_growing_controls_measure_and_say_what_they_expect(self):
        for name, path in discovery.paths(discovery.CONTROLS).items():
            expects = discovery.load(path).expects
            if not {"slower_than", "exponent", "same_as", "trace_of"} & set(expects):
                continue
            operation = "transfer" if hasattr(discovery.load(path), "send") else "read_item"
            rows, _ = measure(name, operations=[operation])
            self.assertEqual({row["error"] for row in of(rows, operation)}, {""}, name)
            for key in ("slower_than", "same_as"):
                if key in expects:
                    self.assertIn(expects[key], discovery.all_paths())

    def test_a_trace_is_seen_in_the_blocks_in_which_the_other_operation_comes_first(self):
        seconds = []
        for block in range(4):
            rows, _ = measure("leaves_a_trace", operations=["read_item", "write_item"], block=block)
            seconds.append(min(float(row["seconds_per_operation"]) for row in of(rows, "read_item")))
        slow = [taken > 4 * min(seconds) for taken in seconds]
        self.assertEqual([slow.count(True), slow[0], slow[2]], [2, not slow[1], not slow[3]], seconds)
