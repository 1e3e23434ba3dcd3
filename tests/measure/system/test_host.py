"""What the machine tells: its kind, its file systems, and what a killed cell left behind."""

import os
import tempfile
import unittest
from unittest import mock

from measure.system import host
from tests.measure.system.files import write


class HostTest(unittest.TestCase):
    def test_what_is_left_is_removed_by_its_prefix_and_nothing_else(self):
        with tempfile.TemporaryDirectory() as folder, mock.patch.object(tempfile, "tempdir", folder):
            os.makedirs(os.path.join(folder, "sstx_1", "within"))
            for name in ("sstx_2", "sstx", "sstxy_1"):
                open(os.path.join(folder, name), "w").close()
            with mock.patch("sys.stderr"):
                host.remove_left_behind("sstx")
            self.assertEqual(sorted(os.listdir(folder)), ["sstx", "sstxy_1"])

    @unittest.skipUnless(os.path.exists("/proc/mounts"), "asks /proc")
    def test_the_file_system_is_that_of_the_innermost_mount(self):
        self.assertEqual(host.file_system("/proc/self"), "proc")
        self.assertNotEqual(host.file_system("/"), "")


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
