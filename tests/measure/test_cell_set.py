"""Cells that are alive together: one at a time is at work, and what befalls one of them befalls no other."""

import csv
import glob
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from unittest import mock

from measure import cell_set
from measure.contract.cell import Cell
from measure.harness import turns
from measure.system import host
from tests.measure import cells

NAMES = ("shared_memory", "local_list", "manager_list", "shareable_list")
OPERATIONS = ("read_item", "copy_out", "write_item")


def described(backend, **facts):
    name = "0/x/items/{}-4096-1".format(backend)
    facts = dict(dict(operations=OPERATIONS, settings=cells.SETTINGS), **facts)
    return Cell(backend, "items", 4096, 1, name=name, interpreter="x", seed=7, **facts)


class Sleeper:
    """A member of a set that does something for a moment when it is woken."""

    def __init__(self, at_work, most):
        self.at_work, self.most = at_work, most  # lists: who is at work, and how many were at a time
        self.reading, self.writing = os.pipe()
        self.process = self  # which has not ended
        self.says = turns.ASIDE

    def poll(self):
        return None

    def end_if_late(self):
        pass

    def wake(self, _):
        self.at_work.append(self)
        self.most.append(len(self.at_work))
        threading.Timer(0.05, os.write, (self.writing, b".")).start()

    def listen(self):
        os.read(self.reading, 1)
        self.at_work.remove(self)
        self.says = turns.VISIT
        os.close(self.reading)
        os.close(self.writing)


class AsideTest(unittest.TestCase):
    def test_what_is_not_measured_is_done_side_by_side_as_far_as_the_processors_reach(self):
        trial = cell_set.CellSet([described("local_list")], "nowhere")
        for processors, wanted in ((3, 3), (1, 1), (99, 7)):
            trial.processors, at_work, most = processors, [], []
            members = [Sleeper(at_work, most) for _ in range(7)]
            trial.aside(members)
            self.assertEqual((max(most), len(most), at_work), (wanted, 7, []))
            self.assertEqual({member.says for member in members}, {turns.VISIT})


@unittest.skipIf(os.name == "nt", "a set hands pipes on to its cells")
class CellSetTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.out = os.path.join(folder.name, "set")

    def start(self, *members):
        words = [sys.executable, "-s", "-m", "measure.cell_set"]
        description = "[{}]".format(", ".join(cell.to_json() for cell in members))
        return subprocess.Popen(
            [*words, description, self.out, str(os.getpid())],
            env=cells.environment(),
            stderr=subprocess.PIPE,
            text=True,
        )

    def measured(self, *members):
        """File -> its rows."""
        process = self.start(*members)
        _, errors = process.communicate(timeout=120)
        self.assertEqual((process.returncode, errors), (0, ""))
        return self.found()

    def found(self):
        rows = {}
        for path in glob.glob(os.path.join(self.out, "*")):
            with open(path, encoding="utf-8", newline="") as file:
                rows[os.path.basename(path)] = list(csv.DictReader(file))
        return rows

    def test_each_cell_has_its_file_and_the_set_one_of_its_own(self):
        found = self.measured(*map(described, NAMES))
        self.assertEqual(set(found), {"set.csv"} | {"{}-4096-1.csv".format(name) for name in NAMES})
        (row,) = found.pop("set.csv")
        self.assertEqual((row["set"], row["phase"], row["cell"]), ("0/x/items", "set", "0/x/items/set"))
        self.assertGreater(float(row["seconds_per_operation"]), 0)
        for rows in found.values():
            self.assertEqual({row["error"] for row in rows}, {""})
            self.assertEqual({row["set"] for row in rows}, {"0/x/items"})
            timed = {row["operation"] for row in rows if row["phase"] == "sample"}
            self.assertEqual(timed - {"start"}, set(OPERATIONS))

    def test_one_at_a_time_is_at_work(self):
        """By the monotonic clock: no turn of a cell overlaps another's, and no two share a number."""
        firsts = ("first_create", "first_attach", "first_read", "first_copy_out")
        found = self.measured(*(described(name, operations=(*firsts, *OPERATIONS)) for name in NAMES))
        taken = {}
        for name, rows in found.items():
            for row in (row for row in rows if row["phase"] == "sample"):
                turn = taken.setdefault(int(row["visit"]), (name, []))
                self.assertEqual(turn[0], name)
                turn[1].extend([int(row["started_ns"]), int(row["ended_ns"])])
        spans = [(min(times), max(times)) for _, (_, times) in sorted(taken.items())]
        for before, after in zip(spans, spans[1:]):
            self.assertLessEqual(before[1], after[0])

    def test_accesses_are_visited_in_rounds_and_the_rest_is_done_at_once(self):
        found = self.measured(*map(described, NAMES))
        order = {}
        for name, rows in found.items():
            for operation in OPERATIONS:
                order[name, operation] = [int(row["visit"]) for row in cells.of(rows, operation)]
        for operation in ("read_item", "write_item"):
            visits = [order["{}-4096-1.csv".format(name), operation] for name in NAMES if name != "manager_list"]
            rounds = list(zip(*visits))
            self.assertEqual(len(rounds), 2 * 4)
            for before, after in zip(rounds, rounds[1:]):
                self.assertLess(max(before), min(after))
            self.assertGreater(len({tuple(sorted(range(3), key=one.__getitem__)) for one in rounds}), 1)
        for key in (("manager_list-4096-1.csv", "read_item"), ("shared_memory-4096-1.csv", "copy_out")):
            self.assertEqual(len(set(order[key])), 1)

    def test_a_worker_that_dies_or_hangs_takes_no_other_cell_with_it(self):
        found = self.measured(*map(described, ("dies", "hangs", "shared_memory")))
        self.assertEqual([row["error"] for row in cells.of(found["dies-4096-1.csv"], "write_item")], ["died"])
        self.assertEqual([row["error"] for row in cells.of(found["hangs-4096-1.csv"], "write_item")], ["timeout"])
        self.assertEqual({row["error"] for row in found["shared_memory-4096-1.csv"]}, {""})

    def test_a_cell_that_is_killed_in_its_sleep_gets_rows_that_say_so(self):
        """The one that waits for its first turn while a long window is measured."""
        long = dict(cells.SETTINGS, window_seconds=1)
        process = self.start(described("manager_list", settings=long), described("local_list", operations=("length",)))
        victim = self.until(lambda: self.process_of("local_list"))
        self.until(lambda: glob.glob(os.path.join(self.out, "local_list*.part")))
        time.sleep(0.5)
        os.kill(victim, signal.SIGKILL)
        _, errors = process.communicate(timeout=60)
        self.assertEqual((process.returncode, errors), (0, ""))
        found = self.found()
        self.assertEqual(set(found), {"set.csv", "manager_list-4096-1.csv", "local_list-4096-1.csv"})
        self.assertEqual([row["error"] for row in found["local_list-4096-1.csv"]], ["died", ""])
        self.assertEqual(len({row["set"] for rows in found.values() for row in rows}), 1)  # or cells would overlap
        self.assertEqual({row["error"] for row in found["manager_list-4096-1.csv"]}, {""})

    @unittest.skipUnless(hasattr(signal, "SIGSTOP"), "stops a process")
    def test_a_cell_that_is_stopped_is_killed_from_outside_and_the_others_go_on(self):
        settings = dict(cells.SETTINGS, deadline_seconds=3)
        os.makedirs(self.out)
        members = [described(name, settings=settings) for name in ("shared_memory", "manager_list")]
        with mock.patch.multiple(cell_set, DEADLINES=1, LEEWAY_SECONDS=0), mock.patch.dict(
            os.environ, cells.environment()
        ):
            trial = cell_set.CellSet(members, self.out)
            stopped = trial.members[0]
            turn = stopped.turn

            def stop(number):
                stopped.turn = turn
                os.kill(stopped.process.pid, signal.SIGSTOP)
                turn(number)

            stopped.turn = stop
            trial.run()
        found = self.found()
        errors = {row["error"]: row["reason"] for row in found["shared_memory-4096-1.csv"] if row["error"]}
        self.assertEqual(errors, {"timeout": "the cell's process gave no sign, and was killed from outside"})
        self.assertEqual({row["error"] for row in found["manager_list-4096-1.csv"]}, {""})

    def test_when_the_set_is_killed_everything_is_gone(self):
        long = dict(cells.SETTINGS, window_seconds=30, deadline_seconds=60)
        process = self.start(*(described(name, settings=long) for name in ("shareable_list", "shared_memory")))
        self.until(lambda: self.process_of("shared_memory") and self.process_of("shareable_list"))
        time.sleep(0.5)
        process.kill()
        process.communicate()
        self.until(lambda: not self.process_of("shared_memory") and not self.process_of("shareable_list"))
        prefixes = [host.prefix(os.path.join(self.out, "{}-4096-1.csv".format(name))) for name in NAMES]
        self.until(lambda: not [name for name in os.listdir(host.SHM) if name.startswith(tuple(prefixes))])

    def until(self, what):
        """What it says at last."""
        deadline = time.monotonic() + 20
        while not what():
            self.assertLess(time.monotonic(), deadline, "waited too long")
            time.sleep(0.02)
        return what()

    def process_of(self, backend):
        """The number of the process of a cell of this set, or None."""
        wanted = os.path.join(self.out, "{}-4096-1.csv".format(backend)).encode()
        for entry in glob.glob("/proc/[0-9]*/cmdline"):
            try:
                with open(entry, "rb") as file:
                    words = file.read().split(b"\0")
            except OSError:
                continue
            if wanted in words:
                return int(entry.split("/")[2])
        return None

    def test_all_of_it_is_one_json(self):
        """The description that the workflow hands over is a list of cells."""
        text = "[{}]".format(", ".join(described(name).to_json() for name in NAMES))
        self.assertEqual([Cell.from_json(json.dumps(facts)).backend for facts in json.loads(text)], list(NAMES))
