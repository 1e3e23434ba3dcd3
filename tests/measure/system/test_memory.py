"""What processes hold: a block that several of them map is counted once, in parts."""

import os
import subprocess
import sys
import unittest

from measure.system import memory
from tests.measure import cells

BYTES = 2**26
WORKERS = 3
CHILD = """
import mmap, sys
with open(sys.argv[1], "r+b") as file:
    block = mmap.mmap(file.fileno(), 0)
print("mapped", flush=True)
sys.stdin.readline()
for place in range(0, len(block), mmap.PAGESIZE):
    block[place]
print("touched", flush=True)
sys.stdin.readline()
"""


@unittest.skipUnless(memory.held_by(os.getpid()), "asks /proc for smaps_rollup")
class MemoryTest(unittest.TestCase):
    def test_the_shares_of_all_who_map_a_block_add_up_to_it(self):
        path = "/dev/shm/sst_test_memory_{}".format(os.getpid())
        with open(path, "wb") as file:
            file.write(bytes(1) * BYTES)
        self.addCleanup(os.unlink, path)
        children = [self.child(path) for _ in range(WORKERS)]
        before = self.held(children)
        for child in children:
            child.stdin.write("\n")
            child.stdin.flush()
            self.assertEqual(child.stdout.readline(), "touched\n")
        after = self.held(children)
        pss, uss, shared = (
            [more[name] - less[name] for more, less in zip(after, before)]
            for name in ("pss_bytes", "uss_bytes", "shared_bytes")
        )
        self.assertAlmostEqual(sum(pss), BYTES, delta=BYTES / 20)
        self.assertLess(max(map(abs, uss)), BYTES / 20)
        for grown in shared:
            self.assertAlmostEqual(grown, BYTES, delta=BYTES / 20)

    def child(self, path):
        pipes = dict(stdin=subprocess.PIPE, stdout=subprocess.PIPE, universal_newlines=True)
        child = subprocess.Popen([sys.executable, "-s", "-c", CHILD, path], **pipes)
        self.addCleanup(child.communicate)
        self.addCleanup(child.kill)
        self.assertEqual(child.stdout.readline(), "mapped\n")
        return child

    def held(self, children):
        return [memory.held_by(child.pid) for child in children]

    def test_what_this_process_started_and_what_that_started_are_servers_but_for_the_workers(self):
        words = [sys.executable, "-s", "-c", "import subprocess, sys; subprocess.run(['sleep', '60'])"]
        others = set(memory.servers([]))  # of earlier tests, such as multiprocessing's resource tracker
        child = subprocess.Popen(words)
        self.addCleanup(child.wait)
        self.addCleanup(child.kill)
        while len(set(memory.servers([])) - others) < 2:
            pass
        found = set(memory.servers([])) - others
        grandchild = max(found)
        self.addCleanup(os.kill, grandchild, 9)
        self.assertIn(child.pid, found)
        self.assertEqual(set(memory.servers([child.pid])) - others, set())

    def test_a_cell_says_what_its_processes_hold_after_attaching_and_after_a_whole_copy(self):
        rows, _ = cells.measure("manager_list", operations=["read_item", "copy_out"])
        found = {(row["operation"], row["worker"]): row for row in rows if row["phase"] == "memory"}
        wanted = {(name, worker) for name in ("attach", "copy_out") for worker in ("0", "-1", "-2")}
        self.assertEqual(set(found), wanted)
        for row in found.values():
            self.assertGreater(int(row["pss_bytes"]), int(row["uss_bytes"]) - 1)
            self.assertGreater(int(row["descriptors"]), 0)

    def test_who_is_gone_holds_nothing(self):
        self.assertEqual(memory.held_by(2**30), {})
