"""Workers that read while others write: whose time is told, what they may find, and that nothing written is lost."""

import unittest

from measure.contract import discovery, operations
from measure.contract.cell import Cell
from measure.contract.payload import Payload
from measure.harness import correctness, roles
from tests.measure import cells

BOTH = ("read_item_1_writer", "write_item_1_writer")
PATIENT = dict(deadline_seconds=60)  # a busy machine starts four workers slowly


def answer(ends, check="ok"):
    return dict(batches=[(1, end - 10, end) for end in ends], check=check)


class RolesTest(unittest.TestCase):
    def test_the_first_workers_write_and_all_others_read(self):
        self.assertEqual(
            [operations.part("read_item_2_writers", worker) for worker in range(4)],
            ["write_item", "write_item", "read_item", "read_item"],
        )
        self.assertEqual(operations.part("copy_out", 0), "copy_out")
        self.assertEqual(operations.timed_workers("read_item_1_writer", 4), [1, 2, 3])
        self.assertEqual(operations.timed_workers("write_item_3_writers", 4), [0, 1, 2])
        self.assertEqual(operations.timed_workers("write_item_3_writers", 3), [])
        self.assertEqual(operations.timed_workers("read_item", 2), [0, 1])

    def test_a_batch_that_outlasts_another_worker_is_left_out_and_a_fault_is_everybody_s(self):
        answers = [answer([10, 20, 35], "found 0 at 8 after writing 7"), answer([10, 20, 30]), answer([15, 30, 45])]
        (first, one), (second, other) = roles.timed("read_item_1_writer", answers)
        self.assertEqual((first, second), (1, 2))
        self.assertEqual([batch[2] for batch in one["batches"]], [10, 20, 30])
        self.assertEqual([batch[2] for batch in other["batches"]], [15, 30])
        self.assertEqual({one["check"], other["check"]}, {"found 0 at 8 after writing 7"})

    def test_others_than_roles_keep_all(self):
        answers = [answer([10]), answer([20])]
        self.assertEqual(roles.timed("read_item", answers), list(enumerate(answers)))

    def test_a_reader_may_find_what_was_there_or_what_a_writer_writes_and_nothing_else(self):
        payload = Payload("items", 4096, 7)
        first, second = payload.tag(0, 3), payload.tag(1, 3)
        torn = payload.item(1) // 2**32 * 2**32 + first % 2**32
        for value, writers, good in [
            (payload.item(1), 1, True),
            (first, 1, True),
            (first, 0, False),
            (second, 1, False),
            (second, 2, True),
            (torn, 2, False),
            (payload.item(2), 2, False),
            (None, 0, False),
        ]:
            found = correctness.check_read(payload, [(1, value)], writers=writers)
            self.assertEqual(found == "ok", good, (value, writers, found))

    def test_it_is_declined_where_nobody_is_left_to_read_and_where_nothing_can_be_written(self):
        for backend, processes, words in [("shared_memory", 1, "needs 2 workers"), ("fork_global", 4, "no such")]:
            cell = Cell(backend, "items", 4096, processes)
            found = operations.reason_not_offered(discovery.load(discovery.find(backend)), BOTH[0], cell)
            self.assertIn(words, found)

    def test_the_line_says_what_is_timed_first(self):
        backend = discovery.load(discovery.find("shared_memory"))
        read, write = (operations.line(backend, name, "array") for name in BOTH)
        self.assertEqual(read, "value = view[i]  |  meanwhile: view[i] = value")
        self.assertEqual(write, "view[i] = value  |  meanwhile: value = view[i]")


class CellTest(unittest.TestCase):
    def test_the_rows_are_of_one_role_and_all_at_work_at_the_same_time(self):
        wanted = [*BOTH, "read_item"]
        for name in ("shared_memory", "manager_list"):
            rows, _ = cells.measure(name, processes=3, operations=wanted, settings=PATIENT)
            workers = {one: {row["worker"] for row in cells.of(rows, one)} for one in wanted}
            self.assertEqual(workers, dict(zip(wanted, [{"1", "2"}, {"0"}, {"0", "1", "2"}])), name)
            self.assertEqual({row["check"] for one in wanted for row in cells.of(rows, one)}, {"ok"}, name)

    def test_a_write_that_never_arrives_is_found_in_the_rows_of_both_roles(self):
        rows, _ = cells.measure("wrong_value", processes=2, operations=BOTH, settings=PATIENT)
        for operation in BOTH:
            self.assertEqual({row["error"] for row in cells.of(rows, operation)}, {"wrong"}, operation)
