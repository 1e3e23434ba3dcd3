"""A run doesn't depend on what surrounds it: variables, locale, umask, an active environment, a link in its path."""

import json
import os
import subprocess

import pandas as pd
import pytest

from tests.system.tiny_run import command, copy, raw

pytestmark = pytest.mark.slow

OTHER = {
    "PYTHONOPTIMIZE": "1",
    "PYTHONDEVMODE": "1",
    "PYTHONHASHSEED": "7",
    "PYTHONMALLOC": "debug",
    "VIRTUAL_ENV": "/nowhere",
    "LC_ALL": "POSIX",
    "TZ": "Pacific/Kiritimati",
}
OPPOSITE = {"holds": "fails", "fails": "holds"}


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory):
    """The folder of a finished run in other surroundings."""
    folder = tmp_path_factory.mktemp("elsewhere") / "a real one"
    folder.mkdir()
    copy(folder)
    link = folder.parent / "link"
    link.symlink_to(folder)
    environment = dict(os.environ, **OTHER)
    options = dict(cwd=link, env=environment, umask=0o077, capture_output=True, encoding="utf-8", timeout=300)
    done = subprocess.run(command(), **options)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def table(folder, name, *columns):
    frame = pd.read_csv(folder / "results/tiny" / name, dtype=str, keep_default_na=False)
    return sorted(map(tuple, frame[list(columns)].to_numpy()))


def readings(folder):
    """(claim, criterion, conditions) -> verdict."""
    found = json.loads((folder / "results/tiny/verdicts.json").read_text(encoding="utf-8"))
    return {
        (claim["id"], one["criterion"], json.dumps(one["conditions"], sort_keys=True)): one["verdict"]
        for claim in found["claims"]
        for one in claim["readings"]
    }


def test_it_has_the_same_cells_the_same_answers_and_no_opposite_verdict(finished, elsewhere):
    plain = finished[0]
    names = [{str(path.relative_to(folder)) for path in raw(folder)} for folder in (plain, elsewhere)]
    assert names[0] == names[1]
    for name, columns in {
        "limits.csv": ("interpreter", "backend", "element", "optimised", "limit", "failure"),
        "works.csv": ("interpreter", "claim", "check", "ok"),
        "summary.csv": ("interpreter", "backend", "payload", "size_bytes", "processes", "operation", "error", "line"),
    }.items():
        assert table(plain, name, *columns) == table(elsewhere, name, *columns), name
    one, other = readings(plain), readings(elsewhere)
    assert one.keys() == other.keys()
    assert [key for key in one if OPPOSITE.get(one[key]) == other[key]] == []


def test_its_cells_had_none_of_it(elsewhere):
    flags = pd.read_parquet(elsewhere / "results/tiny/samples.parquet", columns=["flags"])["flags"].dropna().unique()
    assert all("optimize" not in text and "PYTHON" not in text and "dev_mode" not in text for text in flags)
