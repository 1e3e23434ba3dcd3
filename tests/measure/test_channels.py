"""Every channel hands over what it was given, leaves nothing behind, and one that lies is found out."""

import multiprocessing
import os
import tempfile
import unittest

from measure.contract import discovery, operations
from measure.contract.payload import Payload
from measure.harness import channel_transfer
from tests.measure import cells

CHANNELS = sorted(discovery.paths(discovery.CHANNELS))
LIES = """
from measure.contract.discovery import CHANNELS, load, paths


class Backend(load(paths(CHANNELS)["via_pipe"])):
    def receive_bytes(self):
        return self.receiving.recv_bytes()[:-1] + b"?"
"""
LAGS = """
from measure.contract.discovery import CHANNELS, load, paths


class Backend(load(paths(CHANNELS)["via_pipe"])):
    last = None

    def receive_bytes(self):
        before, self.last = self.last, self.receiving.recv_bytes()
        return before or self.last
"""


class ChannelsTest(unittest.TestCase):
    def test_each_hands_over_every_payload_it_takes(self):
        for name in CHANNELS:
            backend = discovery.load(discovery.find(name))
            for payload in backend.payloads:
                for size in (64, 300000):
                    if operations.reason_declined(backend, cells.fitting(name, payload, sizes=[size])):
                        continue  # this interpreter is too old
                    with self.subTest(channel=name, payload=payload, size=size):
                        rows, stderr = cells.measure(name, payload, size, operations=["transfer"])
                        found = cells.of(rows, "transfer")
                        self.assertTrue(found)
                        self.assertEqual({row["check"] for row in found}, {"ok"}, found[0]["reason"])
                        self.assertEqual({row["error"] for row in found}, {""})
                        self.assertTrue(all(float(row["seconds_per_operation"]) > 0 for row in found))
                        self.assertNotIn("Traceback", stderr)

    def test_a_channel_offers_nothing_else(self):
        rows, _ = cells.measure("via_pipe", "blob", 64)
        self.assertEqual({row["error"] for row in rows if row["phase"] == "sample"}, {"", "declined"})
        self.assertEqual({row["operation"] for row in rows if row["error"] == "" and row["batch"]}, {"transfer"})

    def test_the_line_shows_both_sides(self):
        line = operations.line(discovery.load(discovery.find("via_pipe")), "transfer", "blob")
        self.assertIn("|", line)
        self.assertIsNone(operations.line(discovery.load(discovery.find("shared_memory")), "transfer", "blob"))

    @unittest.skipUnless(hasattr(os, "fork"), "needs fork")
    def test_one_that_changes_the_payload_or_lags_one_behind_is_found_out(self):
        for number, source in enumerate((LIES, LAGS)):
            self.assertEqual(self.check_of(source, f"liar{number}"), "received another payload", source)

    def check_of(self, source, name):
        """What the check of a channel says."""
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, name + ".py")
            with open(path, "w", encoding="utf-8") as file:
                file.write(source)
            context = multiprocessing.get_context("fork")
            payload = ("blob", 1000, 7)
            channel = discovery.load(path)(Payload(*payload), "sst_test", context)
            spec = dict(
                path=path,
                payload=payload,
                name="sst_test",
                start_method="fork",
                settings=cells.SETTINGS,
                processors=None,
            )
            found = channel_transfer.TransferRunner(channel, spec, context)
            try:
                return found.measure()["check"]
            finally:
                found.close()
