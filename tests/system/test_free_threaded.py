"""A free-threaded build, by a stand-in: no such build is at hand, so this interpreter says that it is one.

Its labels, its folder of libraries and what its rows say are looked at; that its threads run at the same time isn't.
"""

import csv
import json
import os
import subprocess
import sys

import pytest

from measure.contract.cell import Cell
from sweep import interpreters
from tests.measure import cells

LABEL = "{}.{}t".format(*sys.version_info[:2])
STAND_IN = f"""#!{sys.executable}
import runpy, sys, sysconfig
sysconfig.get_config_vars()["Py_GIL_DISABLED"] = 1
sys._is_gil_enabled = lambda: False
while sys.argv[1] not in ("-c", "-m"):
    del sys.argv[1]
kind, what = sys.argv[1:3]
sys.argv = [what, *sys.argv[3:]]
exec(what) if kind == "-c" else runpy.run_module(what, run_name="__main__", alter_sys=True)
"""


@pytest.fixture
def stand_in(tmp_path):
    path = tmp_path / "python"
    path.write_text(STAND_IN, encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def asked(stand_in, code):
    """What the stand-in prints."""
    line = [stand_in, "-s", "-c", code]
    return subprocess.run(line, env=cells.environment(), capture_output=True, text=True, check=True).stdout.strip()


def test_it_has_a_label_of_its_own_and_says_how_it_was_built(stand_in, monkeypatch):
    one, plain = interpreters.identify(stand_in), interpreters.identify(sys.executable)
    assert (one.label, one.free_threaded, plain.free_threaded) == (LABEL, True, False)
    assert "free-threaded" in one.built.kind and "free-threaded" not in plain.built.kind
    monkeypatch.setattr(interpreters, "discover", lambda oldest=None: [plain, one])
    assert list(interpreters.choose("auto")) == [LABEL.rstrip("t"), LABEL]


def test_its_libraries_are_its_own_and_a_plain_build_is_not_taken_for_it(stand_in):
    assert asked(stand_in, "from measure.contract import libraries; print(libraries.folder())").endswith(LABEL)
    told = f"from measure.system import host; print(host.is_version('{LABEL}'), host.is_version('{LABEL[:-1]}'))"
    assert asked(stand_in, told) == "True False"
    assert asked(sys.executable, told) == "False True"


def test_threads_that_share_a_list_are_measured_under_its_label(stand_in, tmp_path):
    out = tmp_path / "cell.csv"
    settings = dict(cells.SETTINGS, deadline_seconds=60)
    wanted = ("read_item",)
    cell = Cell("threads_list", "items", 4096, 1, interpreter=LABEL, name="0/x", operations=wanted, settings=settings)
    line = [stand_in, "-s", "-m", "measure", cell.to_json(), str(out), str(os.getpid())]
    subprocess.run(line, env=cells.environment(), check=True, timeout=120)
    rows = list(csv.DictReader(out.read_text(encoding="utf-8").splitlines()))
    assert {row["interpreter"] for row in rows} == {LABEL}
    assert all("free-threaded" in row["build"] for row in rows)
    for operation in wanted:
        found = cells.of(rows, operation)
        assert {row["check"] for row in found} == {"ok"}, (operation, json.dumps(found[0]))
