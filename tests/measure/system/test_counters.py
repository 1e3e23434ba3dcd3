"""The kernel's counts of a process are its own, and those of each run."""

import mmap
import os
import subprocess
import sys
import time
import unittest

from measure.system import counters, host
from tests.measure import cells

PAGES = 64


def writes(count):
    """(1, started, ended) of so many calls that write."""
    with open(os.devnull, "wb", buffering=0) as file:
        for _ in range(count):
            file.write(b"x")
    return 1, count, count + 1  # made-up times, so that a run is found again


@unittest.skipUnless(os.path.exists("/proc/self/io"), "asks /proc")
class TallyTest(unittest.TestCase):
    def setUp(self):
        self.tally = counters.Tally()
        self.addCleanup(self.tally.close)

    def test_each_run_has_the_calls_that_it_made(self):
        run = self.tally.around(writes)
        for count in (5, 0, 9):
            run(count)
        self.assertEqual(
            [(begun, counts["write_calls"]) for begun, counts in self.tally.found], [(5, 5), (0, 0), (9, 9)]
        )
        self.assertEqual({counts["read_calls"] for _, counts in self.tally.found}, {0})

    def test_pages_that_are_touched_first_are_faults(self):
        with mmap.mmap(-1, PAGES * mmap.PAGESIZE) as block:

            def touch():
                for page in range(PAGES):
                    block[page * mmap.PAGESIZE] = 1
                return 1, 0, 1

            run = self.tally.around(touch)
            run()
            run()
        first, again = (counts["minor_faults"] for _, counts in self.tally.found)
        self.assertGreaterEqual(first, PAGES)
        self.assertLess(again, PAGES / 4)


class ApartTest(unittest.TestCase):
    def test_batches_have_the_counts_of_their_runs_and_the_rest_is_the_warm_ups(self):
        found = [
            (0, {"faults": 100}),
            (10, {"faults": 1}),
            (15, {"faults": 2}),
            (20, {"faults": 4}),
            (30, {"faults": 8}),
        ]
        each, rest = counters.apart(found, [(1, 10, 18), (1, 20, 25)])
        self.assertEqual((each, rest), ([{"faults": 3}, {"faults": 4}], {"faults": 108}))

    def test_where_the_system_tells_nothing_there_is_nothing(self):
        self.assertEqual(counters.apart((), [(1, 10, 18)]), ([{}], {}))


SPINNING = (
    "import os, threading\nprint(flush=True)\nthreading.Thread(target=lambda: [None for _ in iter(int, 1)]).start()"
)


@unittest.skipUnless(os.path.exists("/proc/self/schedstat") and hasattr(os, "sched_setaffinity"), "asks /proc")
class WhereaboutsTest(unittest.TestCase):
    def test_another_process_is_where_its_busiest_thread_is(self):
        processors = sorted(os.sched_getaffinity(0))
        child = subprocess.Popen([sys.executable, "-s", "-c", SPINNING], stdout=subprocess.PIPE)
        self.addCleanup(child.communicate)
        self.addCleanup(child.kill)
        child.stdout.readline()
        while len(host.threads(child.pid)) < 2:
            pass
        _, other = sorted(map(int, os.listdir("/proc/{}/task".format(child.pid))))
        os.sched_setaffinity(other, processors[-1:])
        where = counters.Whereabouts([child.pid])
        time.sleep(0.05)
        self.assertEqual(where.read().split()[1:], [str(processors[-1])])

    def test_who_is_gone_is_left_out(self):
        self.assertEqual(len(counters.Whereabouts([2**30]).read().split()), 1)


# A cell's line, run by a child that waits before and after it, so that somebody else can look as well.
CELL = """
import mmap, os, sys, time
from measure.system.counters import Tally

def line():
    {line}
    return 1, 0, 1

{before}
tally = Tally()
run = tally.around(line)
run()  # what the first run imports and touches is no part of it
print("ready", flush=True)
sys.stdin.readline()
run()
print(*sorted(tally.found[-1][1].items()), sep="|", flush=True)
sys.stdin.readline()
"""
LINES = {
    "memory": ("block = mmap.mmap(-1, 2000 * mmap.PAGESIZE); block[::mmap.PAGESIZE] = bytes(2000)", "pass"),
    "pipe": (
        "for _ in range(3000): os.write(writing, b'x'); os.read(reading, 1)",
        "reading, writing = os.pipe()",
    ),
    "waiting": ("for _ in range(500): time.sleep(1e-5)", "pass"),
}
LEEWAY = 60  # what the child does between the two looks from outside and its own


def seen(pid):
    """What the kernel tells another process."""
    with open("/proc/{}/stat".format(pid), encoding="utf-8") as file:
        words = file.read().rpartition(")")[2].split()
    rows = host.read("/proc/{}/io".format(pid)) + host.read("/proc/{}/status".format(pid))
    told = dict(row.split(":", 1) for row in rows.splitlines() if ":" in row)
    return dict(
        minor_faults=int(words[7]),
        read_calls=int(told["syscr"]),
        write_calls=int(told["syscw"]),
        voluntary_switches=int(told["voluntary_ctxt_switches"]),
    )


@unittest.skipUnless(os.path.exists("/proc/self/io"), "asks /proc")
class AgreementTest(unittest.TestCase):
    def looks(self, name):
        """(what the child counted itself, what its parent saw) of a line."""
        line, before = LINES[name]
        words = [sys.executable, "-s", "-c", CELL.format(line=line, before=before)]
        pipes = dict(stdin=subprocess.PIPE, stdout=subprocess.PIPE, universal_newlines=True)
        child = subprocess.Popen(words, env=cells.environment(), **pipes)
        self.addCleanup(child.communicate)
        self.assertEqual(child.stdout.readline(), "ready\n")
        first = seen(child.pid)
        child.stdin.write("\n")
        child.stdin.flush()
        own = dict(eval(pair) for pair in child.stdout.readline().split("|"))
        last = seen(child.pid)
        return own, {key: last[key] - first[key] for key in first}

    def test_another_process_counts_the_same(self):
        for name, telling in (("memory", "minor_faults"), ("pipe", "read_calls"), ("waiting", "voluntary_switches")):
            own, others = self.looks(name)
            with self.subTest(name):
                self.assertGreaterEqual(own[telling], 300)
                for counted in others:
                    self.assertLessEqual(abs(others[counted] - own[counted]), LEEWAY, counted)
