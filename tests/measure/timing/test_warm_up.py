"""The warm-up is the same for all, and nothing that is measured ends it."""

import unittest

from measure.contract.operations import OPERATIONS
from measure.harness import warm_time
from measure.timing import visits, warm_up
from tests.measure import cells

# On a busy machine a turn takes milliseconds instead of a fraction of one: short batches end all the same.
PATIENT = dict(slow_seconds=9, allowance_seconds=9, batch_seconds=0.0001)


def access(loops=0):
    """The rule of an access whose draw wants so many loops."""
    return warm_up.Rule(warm_up.WARM_SECONDS, loops, warm_up.MOST_WARM_SECONDS)


class WarmUpTest(unittest.TestCase):
    def test_it_takes_its_time_and_its_visits_whichever_is_later(self):
        for taken, loops, batches in ((10**7, 0, 5), (10**6, 0, 50), (10**7, 40, 8), (10**7, 10**9, 10)):
            spent = warm_up.warm_up(lambda some, taken=taken: (some, 0, taken), 5, access(loops), [], taken / 1e9)
            self.assertEqual(spent, [(5, taken)] * batches, (taken, loops))

    def test_a_first_run_on_a_busy_machine_makes_no_endless_warm_up(self):
        """One loop that took 20 ms once, and takes 0.3 us from then on."""
        spent = warm_up.warm_up(lambda loops: (loops, 0, loops * 300), 1, access(), [(1, 2 * 10**7)], 0.004)
        self.assertLess(len(spent), 20)
        self.assertAlmostEqual(spent[-1][1], 4e6, delta=300)

    def test_a_batch_much_longer_than_it_should_be_makes_the_next_one_shorter(self):
        self.assertEqual(warm_up.next_loops(1000, 4 * 10**6 * 5, 0.004), 200)
        self.assertEqual(warm_up.next_loops(1000, 4 * 10**6 * 500, 0.004), 100)
        self.assertEqual(warm_up.next_loops(1, 10**9, 0.004), 1)

    def test_what_was_touched_counts(self):
        for rule, spent in ((access(64), [(64, 6 * 10**7)]), (access(10**9), [(1, 3 * 10**8)])):
            self.assertEqual(warm_up.warm_up(self.fail, 5, rule, spent, 0.004), spent)

    def test_one_position_a_page_in_the_order_of_the_draw(self):
        self.assertEqual(warm_up.one_a_page([5, 511, 512, 600, 1], 8), [5, 512])
        drawn = list(range(4096))
        self.assertEqual(len(warm_up.one_a_page(drawn, 8)), 4096 * 8 // warm_up.PAGE_BYTES)

    def test_pages_are_touched_in_steps_that_grow(self):
        steps = list(warm_up.in_steps(list(range(1000))))
        self.assertEqual([len(step) for step in steps[:8]], [1, 2, 4, 8, 16, 32, 64, 64])
        self.assertEqual([page for step in steps for page in step], list(range(1000)))
        self.assertEqual(list(warm_up.in_steps([])), [])

    def test_all_that_is_looped_is_warmed_up_and_nothing_else(self):
        looped = {name for name, kind in OPERATIONS.items() if kind not in ("verb", "first")}
        self.assertEqual({name for name in OPERATIONS if warm_time.rule(name, 8).seconds > 0}, looped)

    def test_a_large_whole_is_copied_several_times_before_its_window(self):
        """Until the allocator has kept all that a copy takes, each of the first copies is faster than the last."""
        copies = {}
        for size, milliseconds in ((2**16, 4), (2**20, 2), (2**20, 30), (2**22, 14), (2**24, 45)):
            rule = warm_time.rule("copy_out", size)
            spent = warm_up.warm_up(lambda loops, ms=milliseconds: (loops, 0, loops * ms * 10**6), 1, rule, [], 0.003)
            copies[size, milliseconds] = sum(loops for loops, _ in spent)
        self.assertEqual(copies, {(2**16, 4): 13, (2**20, 2): 41, (2**20, 30): 5, (2**22, 14): 40, (2**24, 45): 9})

    def test_a_refresh_copies_on_both_sides_and_is_warmed_up_as_a_copy_is(self):
        rules = [warm_time.rule("refresh", size) for size in (2**16, 2**20, 2**24)]
        settling = warm_up.SETTLING_SECONDS
        self.assertEqual(rules, [(settling, 0, settling), (settling, 40, settling), (settling, 40, 0.4)])

    def test_memory_and_messages_are_warmed_up_alike_in_each_way_of_timing(self):
        for backend, operation in (
            ("shared_memory", "read_item"),
            ("manager_list", "read_item"),
            ("manager_list", "increment"),
            ("shared_memory", "empty_loop"),
            ("shared_memory", "copy_in"),
            ("shared_memory", "latency"),
            ("manager_list", "refresh"),
            ("via_pipe", "transfer"),
        ):
            payload = "blob" if operation == "transfer" else "items"
            rows, _ = cells.measure(backend, payload, operations=[operation], settings=PATIENT)
            (warm,) = cells.of(rows, operation, "warmup")
            seconds = int(warm["loops"]) * float(warm["seconds_per_operation"])
            visited = (backend, operation) == ("shared_memory", "read_item")
            least = (
                visits.WARM_SECONDS + 12 * visits.REWARM_SECONDS if visited else warm_time.rule(operation, 4096).seconds
            )
            self.assertGreaterEqual(seconds, 0.999 * least, (backend, operation))
