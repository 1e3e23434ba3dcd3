"""Values foretold by index and seed, of the promised size, and stamps that tell one batch from another."""

import unittest

from measure.contract.payload import FIRST, Payload


class PayloadTest(unittest.TestCase):
    def test_values_are_foretold_by_index_and_seed_and_exceed_the_cached_ints(self):
        for kind in ("items", "small_items"):
            payload = Payload(kind, 8000, seed=3)
            data = payload.make()
            self.assertEqual(len(data), 1000)
            self.assertEqual(data, [payload.item(index) for index in range(1000)])
        self.assertTrue(all(value > 2**32 for value in Payload("items", 800).make()))
        self.assertTrue(all(0 <= value < 256 for value in Payload("small_items", 8000).make()))
        self.assertNotEqual(Payload("items", 80, 1).make(), Payload("items", 80, 2).make())

    def test_a_mapping_has_a_key_of_eight_characters_for_each_item_and_an_array_has_the_items_of_a_list(self):
        mapping, items = Payload("mapping", 1600, seed=3), Payload("items", 800, seed=3)
        data = mapping.make()
        self.assertEqual((mapping.length, len(data)), (100, 100))
        self.assertEqual(set(map(len, data)), {8})
        self.assertEqual(data, {mapping.place(index): mapping.item(index) for index in range(100)})
        self.assertEqual(mapping.item(mapping.place(42)), mapping.item(42))
        self.assertTrue(mapping.holds(data["k0000099"]))
        self.assertFalse(mapping.holds(data["k0000099"] + 1))
        self.assertEqual(mapping.places(range(2)), ["k0000000", "k0000001"])
        self.assertEqual(items.places(range(2)), range(2))
        self.assertEqual(list(Payload("array", 800, seed=3).make()), items.make())

    def test_a_blob_has_its_size_and_does_not_end_in_nul(self):
        for size in (64, 1000, 100000):
            for seed in range(300):
                blob = Payload("blob", size, seed).make()
                self.assertEqual(len(blob), size)
                self.assertNotEqual(blob[-1], 0)

    def test_tags_differ_by_worker_and_batch_and_from_the_items(self):
        payload = Payload("items", 8 * 2**20)
        tags = {payload.tag(worker, batch) for worker in range(8) for batch in range(500)}
        self.assertEqual(len(tags), 8 * 500)
        self.assertGreater(min(tags), payload.item(2**20))
        self.assertLess(max(tags), 2**63)

    def test_a_stamp_changes_a_little_and_keeps_the_size(self):
        blob = Payload("blob", 100)
        one, two = blob.stamp(blob.make(), 0, 1), blob.stamp(blob.make(), 0, 2)
        self.assertNotEqual(one, two)
        self.assertEqual((len(one), one[20:]), (100, blob.make()[20:]))
        mapping = Payload("mapping", 160)
        self.assertEqual(mapping.stamp(mapping.make(), 1, 5)["k0000001"], mapping.tag(1, 5))
        items = Payload("items", 80)
        self.assertEqual(items.stamp(items.make(), 1, 5)[1], items.tag(1, 5))
        self.assertGreater(FIRST, 2**31)
