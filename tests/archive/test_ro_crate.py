"""The archived run as an RO-Crate: valid by a validator, complete, and the same bytes each time."""

import json
import subprocess
import zipfile
from pathlib import Path

import pytest

from archive import ro_crate
from maintain import splice_docs

RUN = splice_docs.newest_archive()
VALIDATOR = Path("tests/system/crate")
PYTHON = VALIDATOR / ".venv" / "bin" / "python"

pytestmark = pytest.mark.skipif(RUN is None, reason="no run was published")


@pytest.fixture(scope="module")
def packed(tmp_path_factory):
    target = tmp_path_factory.mktemp("crate") / "run.zip"
    ro_crate.pack(RUN.parent, target)
    return target


def test_it_has_every_file_of_the_archive_and_says_what_each_is(packed):
    with zipfile.ZipFile(packed) as found:
        described = json.loads(found.read("ro-crate-metadata.json"))["@graph"]
        names = {path.name for path in RUN.parent.iterdir()}
        assert set(found.namelist()) == names | {"ro-crate-metadata.json"}
    files = {one["@id"]: one for one in described if one["@type"] == "File"}
    assert set(files) == names and all(one["description"] != name for name, one in files.items())


def test_the_same_archive_gives_the_same_bytes(packed, tmp_path):
    ro_crate.pack(RUN.parent, tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == packed.read_bytes()


@pytest.mark.skipif(
    not PYTHON.exists(), reason="needs the validator of tests/system/crate/requirements.txt in tests/system/crate/.venv"
)
@pytest.mark.parametrize("spoilt", [False, True])
def test_a_validator_finds_nothing_but_what_is_spoilt(packed, tmp_path, spoilt):
    with zipfile.ZipFile(packed) as found:
        found.extractall(tmp_path)
    if spoilt:
        path = tmp_path / "ro-crate-metadata.json"
        text = json.loads(path.read_text(encoding="utf-8"))
        del text["@graph"][1]["license"]
        path.write_text(json.dumps(text), encoding="utf-8")
    done = subprocess.run([PYTHON, VALIDATOR / "validate.py", tmp_path], capture_output=True, text=True, timeout=120)
    assert done.returncode == spoilt, done.stdout + done.stderr
    assert ("license" in done.stdout) == spoilt


def test_what_is_no_archive_is_one_line(tmp_path):
    with pytest.raises(SystemExit, match="no archived run"):
        ro_crate.main(tmp_path, tmp_path / "x.zip")
