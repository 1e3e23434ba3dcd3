"""An array in anonymous shared memory: each creation is timed with memory of its own."""

import ctypes
import multiprocessing
import unittest

from measure.contract import discovery
from measure.contract.payload import Payload


class CtypesArrayTest(unittest.TestCase):
    def test_a_creation_gets_no_memory_of_an_array_before_it(self):
        payload = Payload("items", 2**20)
        backend = discovery.load(discovery.find("multiprocessing_raw_array"))(payload, "x", multiprocessing)
        places = []
        for _ in range(4):
            backend.create(payload.make())
            places.append(ctypes.addressof(backend.array))
            backend.destroy()
        backend.stop()
        self.assertEqual(len(set(places)), 4)
