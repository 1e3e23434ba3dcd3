"""A run doesn't depend on what surrounds it.

Variables, locale, umask, an active environment, the current folder, and a link in its path.
"""

import json
import os
import subprocess
from pathlib import Path

import pandas as pd
import pytest
import yaml

from tests.system.tiny_run import command, copy, raw, tiny

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
BLOCKS = 6  # the fewest that decide a claim about speed


def configuration():
    """The default timing at one size, of few mechanisms, one of them slower by far, so that something is decided."""
    timing = yaml.safe_load(Path("config/config.yaml").read_text(encoding="utf-8"))["timing"]
    part = {"why": "a test", "interpreters": "all", "payloads": ["items"], "sizes": ["1 KiB"], "processes": [1]}
    sweep = [part | {"operations": ["attach", "read_item", "write_item", "copy_out"]}]
    return tiny(blocks=BLOCKS, backends=["manager_list", "shareable_list", "shared_memory"], sweep=sweep, timing=timing)


def finished(folder, cwd, **options):
    """The folder of a finished run, which is asked for in the folder `cwd`."""
    (folder / "tiny.yaml").write_text(yaml.safe_dump(configuration()), encoding="utf-8")
    options = dict(cwd=cwd, capture_output=True, encoding="utf-8", timeout=300) | options
    place = cwd / "link" if (cwd / "link").exists() else cwd
    words = command("--directory", str(place), "--snakefile", str(place / "Snakefile"), config=str(place / "tiny.yaml"))
    words += ["--workflow-profile", str(place / "profiles/default")]
    done = subprocess.run(words, **options)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """The folder of a finished run, from within it."""
    folder = copy(tmp_path_factory.mktemp("plain"))
    return finished(folder, folder)


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory):
    """The folder of a finished run in other surroundings, asked for from another folder, through a link."""
    folder = tmp_path_factory.mktemp("elsewhere") / "a real one"
    folder.mkdir()
    copy(folder)
    (folder.parent / "link").symlink_to(folder)
    return finished(folder, folder.parent, env=dict(os.environ, **OTHER), umask=0o077)


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


def test_it_has_the_same_cells_and_the_same_answers(plain, elsewhere):
    names = [{str(path.relative_to(folder)) for path in raw(folder)} for folder in (plain, elsewhere)]
    assert names[0] == names[1]
    for name, columns in {
        "limits.csv": ("interpreter", "backend", "element", "optimised", "limit", "failure"),
        "works.csv": ("interpreter", "claim", "check", "ok"),
        "summary.csv": ("interpreter", "backend", "payload", "size_bytes", "processes", "operation", "error", "line"),
    }.items():
        assert table(plain, name, *columns) == table(elsewhere, name, *columns), name


def test_no_reading_is_decided_oppositely(plain, elsewhere):
    one, other = readings(plain), readings(elsewhere)
    assert one.keys() == other.keys()
    about_speed = [key for key in one if key[1] not in ("works", "limit") and one[key] in OPPOSITE]
    assert about_speed, "nothing was decided about speed"
    assert [key for key in one if OPPOSITE.get(one[key]) == other[key]] == []


def test_its_cells_had_none_of_it(elsewhere):
    flags = pd.read_parquet(elsewhere / "results/tiny/samples.parquet", columns=["flags"])["flags"].dropna().unique()
    assert all("optimize" not in text and "PYTHON" not in text and "dev_mode" not in text for text in flags)
