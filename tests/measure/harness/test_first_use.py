"""First uses: each by a process of its own, on an object of its own."""

import unittest

from measure.contract.operations import FIRST
from measure.harness import first_use
from tests.measure import cells

PATIENT = dict(allowance_seconds=9, slow_seconds=9)


class FirstUseTest(unittest.TestCase):
    def test_up_to_1_mib_there_are_three_of_each_and_above_it_one(self):
        for size, count in ((first_use.SMALL_BYTES, first_use.OBJECTS), (2 * first_use.SMALL_BYTES, 1)):
            rows, _ = cells.measure("shared_memory", size=size, operations=list(FIRST), settings=PATIENT)
            found = {name: cells.of(rows, name) for name in FIRST}
            counts = {name: len(some) for name, some in found.items()}
            self.assertEqual(counts, dict(dict.fromkeys(FIRST, count), first_create=1))  # a process has one first
            for row in (row for some in found.values() for row in some):
                self.assertEqual((row["check"], row["error"], row["loops"]), ("ok", "", "1"))
            self.assertEqual([row for row in rows if row["phase"] == "warmup"], [])

    def test_what_is_slow_is_done_once(self):
        settings = dict(PATIENT, slow_seconds=0)
        rows, _ = cells.measure("shared_memory", size=4096, operations=list(FIRST), settings=settings)
        self.assertEqual({name: len(cells.of(rows, name)) for name in FIRST}, dict.fromkeys(FIRST, 1))

    def test_only_what_is_wanted_is_done(self):
        rows, _ = cells.measure("shareable_list", operations=["first_copy_out"], settings=PATIENT)
        told = {row["operation"] for row in rows if row["phase"] != "memory"}
        self.assertEqual(told, {"first_copy_out", "cell"})

    def test_a_copy_that_would_take_too_long_is_refused_with_its_prediction(self):
        rows, _ = cells.measure(
            "shareable_list", size=2**20, operations=["first_copy_out"], settings=dict(allowance_seconds=1e-6)
        )
        (row,) = cells.of(rows, "first_copy_out")
        self.assertEqual(row["error"], "predicted")
        self.assertGreater(float(row["predicted_seconds"]), 0)

    def test_no_object_is_made_for_a_copy_that_will_be_refused(self):
        """The worker that reads an item foretells the copy: 16 MiB of a ShareableList take 1.3 s to make again."""
        made = []
        refusal = dict(error="predicted", reason="would take 9 s")
        read = dict(batches=[(1, 0, 5)], check="ok", copy_refused=refusal)

        def live(uses):
            made.append(uses)
            return [read for _ in uses]

        found = first_use.measure(live, 2**24, dict(slow_seconds=1), ("first_read", "first_copy_out"))
        self.assertEqual(made, [["first_read"]])
        self.assertEqual(found["first_copy_out"], refusal)

    def test_several_workers_have_no_first_use(self):
        rows, _ = cells.measure("shared_memory", processes=2, operations=list(FIRST))
        self.assertEqual({row["error"] for row in rows if row["operation"] in FIRST}, {"declined"})


class JoinedTest(unittest.TestCase):
    def test_what_was_wrong_once_is_told(self):
        good, bad = dict(batches=[(1, 0, 5)], check="ok"), dict(batches=[(1, 7, 9)], check="read 3 at 0")
        self.assertEqual(first_use.joined([good, bad, good])["check"], "read 3 at 0")
        self.assertEqual(len(first_use.joined([good, bad, good])["batches"]), 3)

    def test_an_error_is_the_answer(self):
        failed = dict(error="predicted", reason="would take 9 s")
        self.assertEqual(first_use.joined([dict(batches=[], check="ok"), failed]), failed)
