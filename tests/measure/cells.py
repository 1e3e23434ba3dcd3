"""Measure a small cell in a process of its own and read its rows."""

import csv
import json
import os
import subprocess
import sys
import tempfile

from measure import contract
from tests.measure import SCRIPTS

SETTINGS = dict(
    batch_seconds=0.001,
    window_seconds=0.004,
    slow_seconds=0.5,
    allowance_seconds=2,
    deadline_seconds=10,
    minimum_batches=2,
)


def environment():
    return dict(os.environ, PYTHONPATH=SCRIPTS)


def command(backend, payload, size, processes, operations, out, settings=None, parent=None):
    """The command line of a cell."""
    description = dict(
        name="0/x/{}/{}-{}-{}".format(backend, payload, size, processes),
        interpreter="x",
        backend=backend,
        payload=payload,
        size=size,
        processes=processes,
        start_method="spawn",
        operations=operations,
        block=0,
        seed=7,
        settings=dict(SETTINGS, **(settings or {})),
    )
    return [sys.executable, "-s", "-m", "measure", json.dumps(description), out, str(parent or os.getpid())]


def measure(backend, payload="items", size=4096, processes=1, operations=None, settings=None):
    """(rows, stderr) of a cell."""
    operations = [name for name in contract.OPERATIONS if name != "start"] if operations is None else operations
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "cell.csv")
        line = command(backend, payload, size, processes, operations, out, settings)
        done = subprocess.run(line, env=environment(), stderr=subprocess.PIPE, text=True, timeout=120)
        if done.returncode != 0:
            raise AssertionError("exit {}: {}".format(done.returncode, done.stderr))
        with open(out, newline="") as file:
            return list(csv.DictReader(file)), done.stderr


def of(rows, operation, phase="sample"):
    return [row for row in rows if row["operation"] == operation and row["phase"] == phase]
