"""A row for whatever comes of a cell: what a mechanism's race did is named so, and the first error is the one told."""

import os
import tempfile
import unittest
from unittest import mock

from measure.contract.cell import Cell
from measure.harness import cell_runner
from measure.harness.turns import Turns
from tests.measure import cells

RACING = """
import os

from measure.contract.discovery import load, paths

OWNER = os.getpid()


def only_the_owner():
    if os.getpid() != OWNER:
        raise ValueError("no format")


class Backend(load(paths()["shared_memory"])):
    race = "a known race"
    read_item = "only_the_owner(); value = view[i]"
    increment = "only_the_owner(); view[0] += 1"
"""
PEEKING = """
import os

from measure.contract.discovery import load, paths

OWNER = os.getpid()


class Backend(load(paths()["shared_memory"])):
    def peek(self, view, position):
        if os.getpid() != OWNER:
            raise ValueError("read while others write")
        return view[position]
"""


FAILING = """
from measure.contract.discovery import load, paths


class Backend(load(paths()["shared_memory"])):
    ended = []

    def start(self):
        {start}

    def create(self, data):
        {create}

    def destroy(self):
        raise AttributeError("never created")

    def stop(self):
        self.ended.append("stop")
        raise AttributeError("never started")
"""


@unittest.skipUnless(hasattr(os, "fork"), "needs fork")
class SourceTest(unittest.TestCase):
    def journal(self, source, processes, *wanted):
        """What a cell of a backend with this source told its journal."""
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "{}.py".format(self.id().rsplit(".", 1)[1]))
            with open(path, "w", encoding="utf-8") as file:
                file.write(source)
            cell = Cell("x", "items", 4096, processes, start_method="fork", seed=7, settings=cells.SETTINGS)
            self.written = journal = mock.MagicMock(prefix="sst_test_{}".format(os.getpid()))
            cell_runner.CellRunner(cell, path, journal, Turns()).run(wanted)
            return journal

    def told(self, name):
        """(operation, kind, reason) of every row of a kind."""
        return [call[0][:3] for call in getattr(self.written, name).call_args_list]


class FirstErrorTest(SourceTest):
    def test_a_start_that_fails_is_the_reason_and_not_what_its_end_makes_of_it(self):
        source = FAILING.format(start="raise OSError('no port')", create="pass")
        with self.assertRaisesRegex(OSError, "no port"):
            self.journal(source, 1, "read_item")

    def test_a_creation_that_fails_is_the_reason(self):
        source = FAILING.format(start="pass", create="raise OSError('no space')")
        with self.assertRaisesRegex(AttributeError, "never started"):
            self.journal(source, 1, "read_item")
        self.assertEqual(self.told("failure"), [("read_item", "exception", "OSError: no space")])


class RaceTest(SourceTest):
    def test_the_race_is_named_where_nothing_guards_what_several_do(self):
        found = self.journal(RACING, 1, "latency", "read_item", "increment_locked").failure.call_args_list
        reasons = {call[0][0]: call[0][2] for call in found}
        self.assertEqual(reasons.pop("latency"), "ValueError: no format (a known race)")
        self.assertEqual(reasons, dict.fromkeys(["read_item", "increment_locked"], "ValueError: no format"))

    def test_a_worker_reads_no_counter_while_the_others_write(self):
        journal = self.journal(PEEKING, 2, "increment_locked")
        self.assertEqual(journal.failure.call_args_list, [])
        self.assertEqual({call[0][3]["check"] for call in journal.samples.call_args_list}, {"ok"})


LENGTHENING = """
from measure.contract.discovery import load, paths


class Backend(load(paths()["local_list"])):
    copy_in = "view += data"
"""


class LengthTest(SourceTest):
    def test_a_copy_that_lengthens_the_list_is_wrong(self):
        self.journal(LENGTHENING, 1, "copy_in")
        (answer,) = [call[0][3] for call in self.written.samples.call_args_list if call[0][0] == "copy_in"]
        self.assertRegex(answer["check"], r"copy_in left \d+ items of 512")


class LineTest(unittest.TestCase):
    def test_a_channel_s_row_names_the_line_that_ran(self):
        lines = {}
        for payload in ("blob", "items"):
            rows, _ = cells.measure("via_pipe", payload=payload, size=64, operations=["transfer"])
            (lines[payload],) = {row["line"] for row in cells.of(rows, "transfer")}
        self.assertEqual(lines["blob"], "self.sending.send_bytes(data)  |  return self.receiving.recv_bytes()")
        self.assertEqual(lines["items"], "self.sending.send(data)  |  return self.receiving.recv()")
