"""The order of a cell's operations: random, seeded, and each of two comes first in half of the blocks."""

import itertools
import unittest

from measure.contract.operations import OPERATIONS
from measure.harness.order import BEFORE, in_order

WANTED = [name for name in OPERATIONS if name not in BEFORE]


class InOrderTest(unittest.TestCase):
    def test_nothing_is_lost_and_what_creates_comes_first(self):
        found = in_order(OPERATIONS, 7, 3)
        self.assertEqual(sorted(found), sorted(OPERATIONS))
        self.assertEqual(tuple(found[: len(BEFORE)]), BEFORE)

    def test_it_is_the_same_again_and_another_one_in_other_blocks(self):
        self.assertEqual(in_order(WANTED, 7, 3), in_order(reversed(WANTED), 7, 3))
        self.assertEqual(len({tuple(in_order(WANTED, 7, block)) for block in range(20)}), 20)
        self.assertNotEqual(in_order(WANTED, 7, 0), in_order(WANTED, 8, 0))

    def test_each_of_two_comes_first_in_half_of_the_blocks(self):
        orders = [in_order(WANTED, 7, block) for block in range(8)]
        for one, other in itertools.combinations(WANTED, 2):
            self.assertEqual(sum(order.index(one) < order.index(other) for order in orders), 4, (one, other))

    def test_what_is_left_out_changes_nothing_for_the_others(self):
        some = WANTED[::3]
        self.assertEqual([name for name in in_order(WANTED, 7, 5) if name in some], in_order(some, 7, 5))
