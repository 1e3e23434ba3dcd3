"""A cell's temporary folder goes with the cell, however that ends, and its sockets' names fit in it."""

import glob
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest

from measure.system import host, temporary
from tests.measure import cells

LONG = dict(cells.SETTINGS, window_seconds=30, deadline_seconds=60)


@unittest.skipIf(os.name == "nt", "a Manager's socket is no file there")
class TemporaryTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.out = os.path.join(self.folder, "cell.csv")

    def test_a_manager_that_is_killed_leaves_nothing_but_what_the_next_attempt_removes(self):
        line = cells.command("manager_list", "items", 4096, 1, ["read_item"], self.out, LONG)
        process = subprocess.Popen(line, env=dict(cells.environment(), TMPDIR=self.folder), stderr=subprocess.DEVNULL)
        own = os.path.join(self.folder, host.prefix(self.out))
        self.until(lambda: glob.glob(own + "/pymp-*/*"))
        process.send_signal(signal.SIGKILL)
        process.wait()
        self.assertEqual(glob.glob(self.folder + "/pymp-*"), [])
        for left in glob.glob(self.out + ".*"):
            os.remove(left)
        line = cells.command("manager_list", "items", 4096, 1, ["read_item"], self.out)
        cells.run(line, self.folder)  # looks whether anything but the cell's file is left

    def test_who_ends_it_politely_leaves_nothing(self):
        line = cells.command("manager_list", "items", 4096, 1, ["read_item"], self.out, LONG)
        process = subprocess.Popen(line, env=dict(cells.environment(), TMPDIR=self.folder), stderr=subprocess.DEVNULL)
        self.until(lambda: glob.glob(self.folder + "/sst*/pymp-*/*"))
        process.terminate()
        process.wait()
        self.assertEqual([name for name in os.listdir(self.folder) if not name.endswith(".part")], [])

    def test_a_cell_whose_workflow_is_gone_leaves_nothing(self):
        parent = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
        line = cells.command("manager_list", "items", 4096, 1, ["read_item"], self.out, LONG, parent=parent.pid)
        process = subprocess.Popen(line, env=dict(cells.environment(), TMPDIR=self.folder), stderr=subprocess.DEVNULL)
        self.until(lambda: glob.glob(self.folder + "/sst*/pymp-*/*"))
        parent.communicate(b"\n")
        process.wait(20)
        self.assertEqual([name for name in os.listdir(self.folder) if not name.endswith(".part")], [])

    def test_a_manager_s_socket_fits_into_a_long_folder(self):
        deep = os.path.join(self.folder, "x" * 80)
        os.mkdir(deep)
        line = cells.command("manager_list", "items", 4096, 1, ["read_item"], self.out)
        subprocess.run(line, env=dict(cells.environment(), TMPDIR=deep), check=True, timeout=60)
        with open(self.out, encoding="utf-8") as file:
            self.assertNotIn("exception", file.read())
        self.assertEqual(os.listdir(deep) + glob.glob("/tmp/" + host.prefix(self.out)), [])

    def test_the_longest_name_that_may_come_is_one_of_a_socket(self):
        """In the longest temporary folder that is not given up for a shorter one."""
        folder = "/tmp/".ljust(temporary.SOCKET_BYTES - temporary.WITHIN_BYTES, "x")
        self.assertEqual(temporary.room(folder), folder)
        self.assertEqual(temporary.room(folder + "x"), temporary.SHORT)
        name = os.path.join(folder, host.prefix(self.out), "pymp-12345678", "listener-12345678")
        self.assertEqual(len(name), temporary.SOCKET_BYTES)
        with socket.socket(socket.AF_UNIX) as one, self.assertRaises(FileNotFoundError):  # and not: too long
            one.bind(name)

    def until(self, what):
        deadline = time.monotonic() + 20
        while not what():
            self.assertLess(time.monotonic(), deadline, "waited too long")
            time.sleep(0.02)
