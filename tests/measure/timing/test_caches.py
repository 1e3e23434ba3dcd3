"""What is read before each operation is of one size, and lies in memory."""

import unittest

from measure.timing import caches


class LevelTest(unittest.TestCase):
    def test_all_of_the_filler_is_read(self):
        self.assertEqual(len(caches.filler()), caches.LEVEL_BYTES)
        self.assertNotIn(caches.ABSENT, caches.filler())  # or the search would end before the end
        self.assertIsNone(caches.level())
        self.assertIs(caches.filler(), caches.filler())
