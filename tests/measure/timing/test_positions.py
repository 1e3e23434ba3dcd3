"""The draw of positions: whole or one a stratum, the same for a seed, disjoint for concurrent writers."""

import unittest

from measure.timing import positions


class Positions(unittest.TestCase):
    def test_a_small_space_is_drawn_whole(self):
        self.assertEqual(sorted(positions.draw_positions(128, 1)), list(range(128)))

    def test_a_large_space_gives_65536_strata_one_position_each(self):
        for length in (2**21, 10**6, 65537):
            drawn = positions.draw_positions(length, 1)
            self.assertEqual(len(set(drawn)), 65536)
            edges = [stratum * length // 65536 for stratum in range(65537)]
            self.assertTrue(all(low <= at < high for low, at, high in zip(edges, sorted(drawn), edges[1:])))
            self.assertNotEqual(drawn, sorted(drawn))

    def test_it_is_the_same_for_a_seed_and_another_for_another(self):
        self.assertEqual(positions.draw_positions(1000, 1), positions.draw_positions(1000, 1))
        self.assertNotEqual(positions.draw_positions(1000, 1), positions.draw_positions(1000, 2))

    def test_concurrent_writers_get_disjoint_positions(self):
        for length in (128, 10**6):
            sets = [set(positions.draw_positions(length, 1, worker, 4, disjoint=True)) for worker in range(4)]
            self.assertEqual(len(set.union(*sets)), sum(map(len, sets)))
        fixed = {positions.fixed_position(128, worker) for worker in range(4)}
        self.assertEqual(len(fixed), 4)

    def test_the_fixed_position_is_one_in_every_space(self):
        self.assertEqual({positions.fixed_position(length) for length in (128, 10**4, 10**7)}, {64})

    def test_the_draw_knows_what_it_gave_out_last(self):
        draw = positions.Draw([5, 6, 7])
        given = [next(draw.endless) for _ in range(5)]
        draw.given = 5
        self.assertEqual(draw.last(2), [given[-1], given[-2]])
        self.assertEqual(len(draw.last(9)), 3)
