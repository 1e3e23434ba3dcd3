"""What the machine tells: its kind, its file systems, and what a killed cell left behind."""

import os
import subprocess
import sys
import tempfile
import unittest
from unittest import mock

from measure.system import host
from tests.measure import cells
from tests.measure.system.files import write


class HostTest(unittest.TestCase):
    def test_an_interpreter_is_what_its_label_says_or_is_another_one(self):
        for free, same, others in (
            (False, ("3.12", "3.12.1", "x"), ("3.13", "3.1", "3.12.11", "3.12.0", "3.12t", "3.11t")),
            (True, ("3.12t", "3.12.1t", "x"), ("3.12", "3.12.1", "3.11t")),
        ):
            with mock.patch.object(sys, "version_info", (3, 12, 1)), mock.patch.object(
                host, "free_threaded", lambda free=free: free
            ):
                for label in same:
                    self.assertTrue(host.is_version(label), label)
                for label in others:
                    self.assertFalse(host.is_version(label), label)

    def test_switches_and_variables_are_told_but_for_our_path(self):
        ask = [sys.executable, "-s", "-c", "from measure.system import host; print(host.flags())"]
        environment = dict(cells.environment(), PYTHONOPTIMIZE="1")
        done = subprocess.run(ask, env=environment, stdout=subprocess.PIPE, check=True, timeout=60)
        words = done.stdout.decode().split()
        for word in ("no_user_site=1", "optimize=1", "PYTHONOPTIMIZE=1"):
            self.assertIn(word, words)
        self.assertNotIn("PYTHONPATH", done.stdout.decode())

    def test_what_is_left_is_removed_by_its_prefix_and_nothing_else(self):
        with tempfile.TemporaryDirectory() as folder, mock.patch.object(tempfile, "tempdir", folder):
            os.makedirs(os.path.join(folder, "sstx_1", "within"))
            for name in ("sstx_2", "sstx", "sstxy_1"):
                open(os.path.join(folder, name), "w", encoding="utf-8").close()
            with mock.patch("sys.stderr"):
                host.remove_left_behind("sstx")
            self.assertEqual(sorted(os.listdir(folder)), ["sstx", "sstxy_1"])

    @unittest.skipUnless(os.path.isdir(host.SHM), "asks for what lies in " + host.SHM)
    def test_semaphores_bear_the_cells_name_and_can_be_found_by_it(self):
        lines = "from measure.system import host; host.name_semaphores('ssty'); import multiprocessing as m, os\n"
        lines += "some = m.get_context('spawn').Lock(); print(*os.listdir(host.SHM))"
        done = subprocess.run(
            [sys.executable, "-c", lines], env=cells.environment(), stdout=subprocess.PIPE, check=True, timeout=60
        )
        self.assertIn("sem.ssty-", done.stdout.decode())
        with tempfile.TemporaryDirectory() as folder, mock.patch.object(host, "SHM", folder):
            for name in ("sem.ssty-a", "sem.ssty2-a", "sem.mp-a"):
                open(os.path.join(folder, name), "w", encoding="utf-8").close()
            host.remove_semaphores("ssty")
            self.assertEqual(sorted(os.listdir(folder)), ["sem.mp-a", "sem.ssty2-a"])

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
