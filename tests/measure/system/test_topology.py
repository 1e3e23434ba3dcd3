"""Placements: which processors they take, on made-up machines; and that workers really sit there."""

import os
import tempfile
import unittest

from measure.system import host, topology
from tests.measure import cells


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


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as file:
        file.write(text + "\n")


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


def placeable():
    try:
        return bool(topology.assign_processors("compact", 2, host.affinity()))
    except topology.Unplaceable:
        return False


@unittest.skipUnless(hasattr(os, "sched_setaffinity") and placeable(), "needs two processors with a known topology")
class PlacedCellTest(unittest.TestCase):
    def test_each_worker_sits_on_a_processor_of_its_own(self):
        rows, _ = cells.measure("shared_memory", processes=2, operations=["read_item"], placement="compact")
        found = {row["worker"]: row["processors"] for row in cells.of(rows, "read_item")}
        self.assertEqual(sorted(found), ["0", "1"])
        self.assertEqual(len({*found.values()} & {str(one) for one in host.affinity()}), 2)
        self.assertEqual({row["placement"] for row in rows}, {"compact"})

    def test_both_ends_of_a_channel_are_placed(self):
        rows, _ = cells.measure("via_pipe", "blob", operations=["transfer"], placement="compact")
        self.assertEqual({len(row["processors"].split()) for row in cells.of(rows, "transfer")}, {2})

    def test_without_a_placement_a_worker_may_go_anywhere(self):
        rows, _ = cells.measure("shared_memory", operations=["read_item"])
        everywhere = " ".join(map(str, host.affinity()))
        self.assertEqual({row["processors"] for row in cells.of(rows, "read_item")}, {everywhere})

    def test_what_the_machine_cannot_do_is_a_row_with_its_reason(self):
        rows, _ = cells.measure("shared_memory", processes=64, operations=["read_item"], placement="compact")
        (row,) = cells.of(rows, "read_item")
        self.assertEqual(row["error"], "refused")
        self.assertIn("compact wants 64 processors", row["reason"])


class KindTest(unittest.TestCase):
    def test_nodes_that_keep_a_little_more_memory_are_of_one_kind(self):
        told = {host.memory("MemTotal:  {} kB\n".format(total)) for total in (131_890_000, 131_072_000, 130_100_000)}
        self.assertEqual(told, {"128 GiB"})
        self.assertEqual(host.memory("MemTotal: 8090000 kB"), "8 GiB")
        self.assertEqual(host.memory("MemTotal: 4026532 kB"), "4 GiB")

    def test_a_kind_is_one_readable_line(self):
        with tempfile.TemporaryDirectory() as folder:
            write(os.path.join(folder, "proc/cpuinfo"), "model name\t: Fast, Processor 9")
            write(os.path.join(folder, "proc/meminfo"), "MemTotal: 8090000 kB")
            policy = os.path.join(folder, "sys/devices/system/cpu/cpufreq")
            for number, name in enumerate(("performance", "performance", "powersave")):
                write(os.path.join(policy, "policy{}".format(number), "scaling_governor"), name)
            kind = host.kind(folder)
        self.assertTrue(kind.startswith("Fast Processor 9, {} cores, 8 GiB, ".format(os.cpu_count())))
        self.assertTrue(kind.endswith(", governor performance and powersave"))
        self.assertEqual(len(host.kind().splitlines()), 1)
