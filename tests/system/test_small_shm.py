"""A small /dev/shm refuses those alone that keep their payload in it."""

import csv
import os
import subprocess
import sys

import pytest

from measure.contract import discovery
from measure.contract.backing import SHM
from measure.contract.cell import Cell
from tests.checks.safety.test_probes import environment, needs_a_private_place
from tests.measure.cells import SETTINGS, fitting

pytestmark = pytest.mark.slow

SIZE = 2**25  # five of them are more than the private /dev/shm, and one is less
WITHIN = """
import sys
from checks.safety import namespaces
namespaces.enter()
from measure.__main__ import main
main(sys.argv[1], sys.argv[2], "1")
"""
EVERY = {name: path for name, path in discovery.paths().items() if not discovery.load(path).needs}


@needs_a_private_place
@pytest.mark.parametrize("name", EVERY)
def test_only_who_keeps_the_payload_there_is_refused(name, tmp_path):
    backend, cell = discovery.load(EVERY[name]), fitting(name, "blob")
    facts = dict(name=f"0/x/set/{name}-{SIZE}-1", interpreter="x", operations=("copy_out",), seed=7, settings=SETTINGS)
    wanted = Cell(name, "blob", SIZE, 1, sys.version_info[:2], cell.start_method, **facts)
    out = tmp_path / "cell.csv"
    line = [sys.executable, "-s", "-c", WITHIN, wanted.to_json(), str(out)]
    subprocess.run(line, env=environment(tmp_path), check=True, timeout=120, cwd=os.getcwd())
    with out.open(newline="", encoding="utf-8") as file:
        errors = {row["error"] for row in csv.DictReader(file) if row["operation"] == "copy_out"}
    assert errors <= ({"refused", "declined"} if SHM in backend.backing else {"", "declined"})
