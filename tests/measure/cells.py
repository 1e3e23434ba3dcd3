"""Measure a small cell in a process of its own and read its rows."""

import csv
import glob
import itertools
import multiprocessing
import os
import subprocess
import sys
import tempfile

from measure.contract import discovery
from measure.contract.cell import Cell
from measure.contract.operations import OPERATIONS, reason_declined
from measure.system import host
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


def fitting(backend, payload, processes=1, sizes=(4096, 8)):
    """The first Cell that a backend takes, of these sizes and of the start methods that there are; else the first."""
    methods = [name for name in ("spawn", "fork") if name in multiprocessing.get_all_start_methods()]
    found = [
        Cell(backend, payload, size, processes, sys.version_info[:2], method)
        for size, method in itertools.product(sizes, methods)
    ]
    backend = discovery.load(discovery.find(backend))
    return next((cell for cell in found if reason_declined(backend, cell) is None), found[0])


def command(backend, payload, size, processes, operations, out, settings=None, parent=None, placement="none", block=0):
    """The command line of a cell."""
    cell = Cell(
        backend,
        payload,
        size,
        processes,
        start_method=fitting(backend, payload, processes, [size]).start_method,
        placement=placement,
        name="{}/x/{}/{}-{}-{}".format(block, backend, payload, size, processes),
        block=block,
        interpreter="x",
        operations=tuple(operations),
        seed=7,
        settings=dict(SETTINGS, **(settings or {})),
    )
    return [sys.executable, "-s", "-m", "measure", cell.to_json(), out, str(parent or os.getpid())]


def all_rows(backend, **facts):
    """The rows of a cell, those among them that tell where its time went."""
    return measured(backend, **facts)[0]


def measure(backend, payload="items", size=4096, processes=1, operations=None, settings=None, **facts):
    """(rows, stderr) of a cell, which must leave nothing behind; without the rows that tell where its time went."""
    rows, stderr = measured(backend, payload, size, processes, operations, settings, **facts)
    return [row for row in rows if row["phase"] != "part"], stderr


def measured(backend, payload="items", size=4096, processes=1, operations=None, settings=None, **facts):
    operations = [name for name in OPERATIONS if name != "start"] if operations is None else operations
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "cell.csv")
        line = command(backend, payload, size, processes, operations, out, settings, **facts)
        stderr = run(line, folder)
        with open(out, encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file)), stderr


def run(line, folder):
    """A cell's stderr; its temporary files are kept in `folder`, where only what it was asked for may be left."""
    process = subprocess.Popen(line, env=dict(environment(), TMPDIR=folder), stderr=subprocess.PIPE, text=True)
    try:
        _, stderr = process.communicate(timeout=120)
    finally:
        process.kill()
    left = [name for name in os.listdir(folder) if name != "cell.csv"]
    left += glob.glob("{}/{}_*".format(host.SHM, host.prefix(os.path.join(folder, "cell.csv"))))
    if process.returncode or left:
        raise AssertionError("exit {}, left behind {}: {}".format(process.returncode, left, stderr))
    return stderr


def of(rows, operation, phase="sample"):
    return [row for row in rows if row["operation"] == operation and row["phase"] == phase]
