"""Placements: which processors they take, on made-up machines."""

import os
import tempfile
import unittest

from measure.system import topology
from tests.measure.system.files import write


def machine(folder, packages=1, nodes=1, cores=2, threads=1):
    """A tree like /sys of so many packages, NUMA nodes a package, cores a node and threads a core.

    As on most servers, all first hardware threads are numbered before all second ones.
    """
    total = packages * nodes * cores
    for node in range(packages * nodes):
        numbers = [node * cores + core + thread * total for thread in range(threads) for core in range(cores)]
        write(os.path.join(folder, topology.NODE, "node{}".format(node), "cpulist"), ",".join(map(str, numbers)))
        for number in numbers:
            siblings = [number % total + thread * total for thread in range(threads)]
            place = os.path.join(folder, topology.CPU, "cpu{}".format(number), "topology")
            write(os.path.join(place, "thread_siblings_list"), ",".join(map(str, siblings)))
            write(os.path.join(place, "physical_package_id"), str(node // nodes))
    return range(total * threads)


class TopologyTest(unittest.TestCase):
    def seats(self, placement, workers, allowed=None, **shape):
        with tempfile.TemporaryDirectory() as folder:
            found = machine(folder, **shape)
            return topology.assign_processors(placement, workers, found if allowed is None else allowed, folder)

    def refusal(self, *given, **shape):
        with self.assertRaises(topology.Unplaceable) as caught:
            self.seats(*given, **shape)
        return str(caught.exception)

    def test_compact_takes_neighbouring_cores_of_one_node_and_their_second_threads_last(self):
        shape = dict(packages=2, nodes=2, cores=4, threads=2)
        self.assertEqual(self.seats("compact", 3, **shape)[0], [0, 1, 2])
        self.assertEqual(self.seats("compact", 6, **shape), ([0, 1, 2, 3, 16, 17], [0, 1, 2, 3, 16, 17, 18, 19]))
        self.assertIn("wants 9 processors in one NUMA node, the largest has 8", self.refusal("compact", 9, **shape))

    def test_compact_takes_the_node_of_which_the_cell_may_use_most(self):
        self.assertEqual(self.seats("compact", 2, allowed=[3, 4, 6, 7], packages=2, cores=4)[0], [4, 6])

    def test_spread_goes_to_the_other_package_first_then_to_the_other_node(self):
        shape = dict(packages=2, nodes=2, cores=4, threads=2)  # nodes 0 and 1 are package 0
        self.assertEqual(self.seats("spread", 4, **shape)[0], [0, 8, 4, 12])
        self.assertEqual(self.seats("spread", 6, **shape)[0], [0, 8, 4, 12, 1, 9])
        self.assertEqual(self.seats("spread", 17, **shape)[0][16], 16)  # the first second thread
        self.assertEqual(self.seats("spread", 2, **shape)[1], [0, 1, 2, 3, 16, 17, 18, 19])  # near the first

    def test_spread_is_refused_where_it_would_be_no_other_placement(self):
        self.assertIn("nothing to spread over", self.refusal("spread", 2))
        self.assertIn("one worker can't be spread", self.refusal("spread", 1, packages=2))
        self.assertIn("wants 9 processors, there are 4", self.refusal("spread", 9, packages=2))

    def test_a_machine_that_tells_no_topology_places_nobody(self):
        with tempfile.TemporaryDirectory() as folder:
            with self.assertRaisesRegex(topology.Unplaceable, "doesn't tell the topology of processor 0"):
                topology.assign_processors("compact", 1, [0, 1], folder)
            self.assertEqual(topology.nodes_of([0], folder), "")

    def test_numa_nodes_are_told_by_processor(self):
        with tempfile.TemporaryDirectory() as folder:
            machine(folder, packages=2, cores=4)
            self.assertEqual(topology.nodes_of([0, 3], folder), "0")
            self.assertEqual(topology.nodes_of([3, 4], folder), "0 1")

    def test_the_kernels_lists(self):
        self.assertEqual(topology.numbers("0-2,8"), [0, 1, 2, 8])
        self.assertEqual(topology.numbers(""), [])
