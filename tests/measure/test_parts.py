"""The parts of the harness: payload, positions, calibration, limits, deadlines, the record."""

import csv
import ctypes
import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from unittest import mock

from measure import largest_payload
from measure.contract import discovery
from measure.contract.payload import FIRST, Payload
from measure.harness import cell_runner
from measure.record.writer import Writer
from measure.system import host
from measure.timing import compile, positions, window
from tests.measure import cells


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
        items = Payload("items", 80)
        self.assertEqual(items.stamp(items.make(), 1, 5)[1], items.tag(1, 5))
        self.assertGreater(FIRST, 2**31)


class Positions(unittest.TestCase):
    def test_a_small_space_is_drawn_whole(self):
        self.assertEqual(sorted(positions.draw_positions(128, 1)), list(range(128)))

    def test_a_large_space_gives_65536_strata_one_position_each(self):
        for length in (2**21, 10**6, 65537):
            drawn = positions.draw_positions(length, 1)
            self.assertEqual(len(set(drawn)), 65536)
            edges = [stratum * length // 65536 for stratum in range(65537)]
            self.assertTrue(all(low <= at < high for low, at, high in zip(edges, sorted(drawn), edges[1:])))
            self.assertNotEqual(drawn, sorted(drawn))

    def test_it_is_the_same_for_a_seed_and_another_for_another(self):
        self.assertEqual(positions.draw_positions(1000, 1), positions.draw_positions(1000, 1))
        self.assertNotEqual(positions.draw_positions(1000, 1), positions.draw_positions(1000, 2))

    def test_concurrent_writers_get_disjoint_positions(self):
        for length in (128, 10**6):
            sets = [set(positions.draw_positions(length, 1, worker, 4, disjoint=True)) for worker in range(4)]
            self.assertEqual(len(set.union(*sets)), sum(map(len, sets)))
        fixed = {positions.fixed_position(128, worker) for worker in range(4)}
        self.assertEqual(len(fixed), 4)

    def test_the_fixed_position_is_one_in_every_space(self):
        self.assertEqual({positions.fixed_position(length) for length in (128, 10**4, 10**7)}, {64})

    def test_the_draw_knows_what_it_gave_out_last(self):
        draw = positions.Draw([5, 6, 7])
        given = [next(draw.endless) for _ in range(5)]
        draw.given = 5
        self.assertEqual(draw.last(2), [given[-1], given[-2]])
        self.assertEqual(len(draw.last(9)), 3)


class Timed(unittest.TestCase):
    def test_the_loop_runs_the_line_as_often_as_it_says(self):
        for kind, line in (("item", "view.append(i)"), ("whole", "view.append(1)")):
            view = []
            timed = compile.compile_line(line, kind)
            started, ended = timed(view, None, None, None, iter(range(100)), 7, time.perf_counter_ns)[:2]
            self.assertEqual(len(view), 7)
            self.assertLess(started, ended)

    def test_seconds_an_operation_are_those_of_the_line(self):
        """A line that sleeps: the batch's time over its loops can't be shorter, nor a whole line longer."""
        timer = window.Timer(
            compile.compile_line("sleep(0.02)", "whole", {"sleep": time.sleep}), None, None, None, positions.Draw([0])
        )
        loops, started, ended = timer.run(5)[:3]
        self.assertEqual(loops, 5)
        self.assertGreaterEqual((ended - started) / 1e9 / loops, 0.02)
        self.assertLess((ended - started) / 1e9 / loops, 0.04)

    def test_it_gives_back_the_last_position_value_and_result(self):
        timed = compile.compile_line("value = view[i]; result = value", "item")
        _, _, position, value, result = timed("abc", None, None, None, iter([0, 1, 2]), 3, time.perf_counter_ns)
        self.assertEqual((position, value, result), (2, "c", "c"))

    def test_calibration_reaches_its_target(self):
        for nanoseconds in (20, 3000, 10**6, 10**9):
            loops, spent = window.calibrate(lambda loops, each=nanoseconds: (loops, 0, loops * each), 0.005)
            self.assertTrue(loops == 1 or abs(loops * nanoseconds - 5e6) <= nanoseconds, (nanoseconds, loops))
            self.assertLess(sum(nanos for _, nanos in spent), max(1e7, 3 * nanoseconds))

    def test_calibration_takes_a_first_run_that_was_long_enough(self):
        loops, spent = window.calibrate(self.fail, 0.005, known=(1, 0, 10**7))
        self.assertEqual((loops, spent), (1, [(1, 10**7)]))


def known(limit_is, failures):
    """A fake that works up to a limit, and notes what it was asked."""

    def test_messages_are_warmed_up_and_what_was_spent_is_told(self):
        spent = window.warm_up(lambda loops: (loops, 0, 10**7), 5, [(1, 10**6)])
        self.assertEqual(spent, [(1, 10**6)] + [(5, 10**7)] * round(window.WARM_SECONDS * 100))
        self.assertEqual(window.warm_up(self.fail, 5, [(1, 10**9)]), [(1, 10**9)])

    def test_a_served_operation_is_warmed_up_before_its_window(self):
        rows, _ = cells.measure("manager_list", operations=["read_item_fixed"])
        (warm,) = cells.of(rows, "read_item_fixed", "warmup")
        self.assertGreaterEqual(int(warm["loops"]) * float(warm["seconds_per_operation"]), window.WARM_SECONDS)

    def trial(n):
        failures.append(n)
        return None if n <= limit_is else "too large"

    return trial


class Arrays(unittest.TestCase):
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


class Joined(unittest.TestCase):
    def test_few_batches_stay_as_they_are(self):
        batches = [(2, 10 * batch, 10 * batch + 9, "more") for batch in range(window.MOST_BATCHES)]
        self.assertEqual(window.join_neighbours(batches), [batch[:3] for batch in batches])
        self.assertEqual(window.join_neighbours(batches[:1]), [(2, 0, 9)])

    def test_of_many_neighbours_become_one_and_no_operation_is_lost(self):
        batches = [(1 + batch % 3, 10 * batch, 10 * batch + 9) for batch in range(25 * window.MOST_BATCHES + 7)]
        found = window.join_neighbours(batches)
        self.assertLessEqual(len(found), window.MOST_BATCHES)
        self.assertEqual(sum(batch[0] for batch in found), sum(batch[0] for batch in batches))
        self.assertEqual((found[0][1], found[-1][2]), (batches[0][1], batches[-1][2]))
        self.assertTrue(all(one[2] < other[1] for one, other in zip(found, found[1:])))


class Limits(unittest.TestCase):
    def test_a_known_limit_is_found_exactly_and_both_sides_were_tried(self):
        for limit_is in (0, 1, 2, 3, 7, 8, 9, 1000, 9999991):
            asked = []
            found = largest_payload.search(known(limit_is, asked), 2**24)
            self.assertEqual((found.limit, found.capped, found.failure), (limit_is, False, "too large"))
            self.assertIn(limit_is + 1, asked)
            self.assertTrue(limit_is in asked or limit_is == 0)
            self.assertEqual(found.probes, len(asked))

    def test_the_cap_is_no_limit(self):
        for cap in (1, 2, 1000, 1024):
            for limit_is in (cap, cap + 1, 10 * cap):
                found = largest_payload.search(known(limit_is, []), cap)
                self.assertEqual((found.limit, found.capped, found.failure), (cap, True, ""))
        found = largest_payload.search(known(999, []), 1000)
        self.assertEqual((found.limit, found.capped), (999, False))

    def test_it_stops_when_trials_become_too_dear(self):
        asked = []
        found = largest_payload.search(known(10**9, asked), 10**9, lambda: asked[-1] >= 64)
        self.assertEqual((found.limit, found.capped), (64, True))

    def test_the_shareable_list_s_limit_is_that_of_its_format(self):
        """Its format of 8 characters holds at most 9,999,999 and an s; items are padded to a multiple of 8, plus 8."""
        backend = discovery.load(discovery.find("shareable_list"))
        settings = {"cap_bytes": 2**24, "cap_seconds": 10}
        found = largest_payload.measure(backend, "bytes", settings, multiprocessing.get_context("spawn"), "sst_limit")
        self.assertEqual((found["limit"], found["capped"]), (9999991, False))

    def test_what_cannot_be_asked_for_is_declined(self):
        def refusal(name, element):
            return largest_payload.reason_declined(discovery.load(discovery.find(name)), element, "spawn")

        self.assertEqual(refusal("local_list", "bytes"), "nothing is shared")
        self.assertEqual(refusal("shared_memory", "floats"), "holds ints and bytes only")
        self.assertEqual(refusal("mmap_anonymous", "ints"), "needs workers that are forked")
        self.assertIsNone(refusal("multiprocessing_value", "ints"))

    def test_a_value_holds_one_integer_and_wraps_a_long_one(self):
        backend, context = discovery.load(discovery.find("multiprocessing_value")), multiprocessing.get_context("spawn")
        settings = dict(cap_bytes=4096, cap_seconds=5)
        self.assertEqual(largest_payload.measure(backend, "ints", settings, context, "sst_limit")["limit"], 1)
        bits = largest_payload.measure(backend, "int_bits", settings, context, "sst_limit")
        self.assertEqual((bits["limit"], bits["failure"]), (63, "gave back another value"))


class Host(unittest.TestCase):
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


class Memory(unittest.TestCase):
    def test_what_the_machine_cannot_hold_is_refused_with_its_reason(self):
        self.assertIsNone(cell_runner.short_of(Payload("items", 1024), 1))
        self.assertIn("needs", cell_runner.short_of(Payload("blob", 2**50), 1))

    def test_a_cell_that_does_not_fit_gives_rows_and_writes_nothing(self):
        rows, _ = cells.measure("shared_memory", "blob", 2**50, operations=["create", "copy_out"])
        self.assertEqual([row["error"] for row in rows[:-1]], ["refused", "refused"])


class Record(unittest.TestCase):
    def test_the_file_gets_its_name_when_it_is_whole(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "x.csv")
            writer = Writer(path, {"cell": "c"})
            writer.row(operation="read_item", reason="two\nlines")
            self.assertFalse(os.path.exists(path))
            writer.close()
            with open(path, newline="") as file:
                rows = list(csv.DictReader(file))
            self.assertEqual(os.listdir(folder), ["x.csv"])
        self.assertEqual((rows[0]["cell"], rows[0]["reason"]), ("c", "two lines"))

    def test_a_column_that_the_record_does_not_know_is_refused(self):
        with tempfile.TemporaryDirectory() as folder:
            writer = Writer(os.path.join(folder, "x.csv"))
            with self.assertRaises(ValueError):
                writer.row(colour="red")
            writer.file.close()


def children_of(name):
    """Processes whose command line or environment names this run's marker."""
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open("/proc/{}/environ".format(pid), "rb") as file:
                if name.encode() in file.read():
                    found.append(int(pid))
        except OSError:
            continue
    return found


@unittest.skipUnless(os.path.isdir("/proc/self"), "asks /proc for processes")
class Ends(unittest.TestCase):
    """However a cell or its parent ends, its whole tree ends, and /dev/shm is as it was."""

    def start(self, parent=None, backend="manager_list", processes=2):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.out = os.path.join(self.folder.name, "cell.csv")
        self.marker = "TRIAL_MARKER={}".format(time.time())
        key, value = self.marker.split("=")
        line = cells.command(
            backend,
            "items",
            65536,
            processes,
            ["read_item"],
            self.out,
            {"window_seconds": 60, "deadline_seconds": 90},
            parent,
        )
        self.environment = dict(cells.environment(), TMPDIR=self.folder.name, **{key: value})
        process = subprocess.Popen(line, env=self.environment, stderr=subprocess.DEVNULL)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        self.until(lambda: len(children_of(self.marker)) >= 4)
        time.sleep(0.3)
        return process

    def until(self, condition, seconds=15):
        deadline = time.monotonic() + seconds
        while not condition():
            self.assertLess(time.monotonic(), deadline, "waited too long")
            time.sleep(0.05)

    def gone(self):
        return not children_of(self.marker)

    def test_when_the_workflow_is_killed(self):
        workflow = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
        process = self.start(parent=workflow.pid)
        workflow.kill()
        workflow.wait()
        process.wait(10)
        self.until(self.gone)
        self.assertFalse(os.path.exists(self.out))

    def test_when_the_cell_is_killed(self):
        for backend in ("manager_list", "shareable_list"):
            process = self.start(backend=backend)
            process.send_signal(signal.SIGKILL)
            process.wait()
            self.until(self.gone)
            self.until(lambda: not self.left())
            self.assertFalse(os.path.exists(self.out))

    def test_what_a_killed_cell_left_is_removed_by_the_second_command(self):
        for backend in ("mmap_file", "mmap_file_in_memory", "sqlite"):
            process = self.start(backend=backend, processes=3)
            process.send_signal(signal.SIGKILL)
            process.wait()
            self.until(self.gone)
            self.assertEqual(len(self.left()), 1, backend)
            done = subprocess.run([*process.args, "137"], env=self.environment, stderr=subprocess.PIPE)
            self.assertEqual((done.returncode, done.stderr.count(b"left in")), (0, 1))
            self.assertEqual(self.left(), [], backend)

    def left(self):
        """What has the cell's name, in memory and among its temporary files."""
        folders = (host.SHM, self.folder.name)
        return [name for folder in folders for name in os.listdir(folder) if name.startswith(host.prefix(self.out))]

    def test_a_killed_cell_is_put_on_record_by_the_second_command(self):
        with tempfile.TemporaryDirectory() as folder:
            out = os.path.join(folder, "cell.csv")
            line = cells.command("shared_memory", "items", 1024, 1, ["read_item", "write_item"], out)
            done = subprocess.run([*line, "137"], env=cells.environment())
            with open(out, newline="") as file:
                rows = list(csv.DictReader(file))
            self.assertEqual(done.returncode, 0)
            self.assertEqual([row["error"] for row in rows], ["died", "died", ""])
            self.assertIn("exit status 137", rows[0]["reason"])
            os.unlink(out)
            for status in (1, 2, 130, 143):
                self.assertEqual(subprocess.run([*line, str(status)], env=cells.environment()).returncode, status)
                self.assertFalse(os.path.exists(out))
