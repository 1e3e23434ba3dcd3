"""Amending an archive takes over what is judged anew, checksums included."""

import shutil

import pytest

from archive import amend, publish, rejudge, sound
from maintain import splice_docs

pytestmark = pytest.mark.slow

RUN = splice_docs.newest_archive()


def test_amending_takes_over_what_is_new(rendered, tmp_path, monkeypatch):
    copy = shutil.copytree(RUN.parent, tmp_path / "copy")
    (copy / "verdicts.json").write_text("{}")
    publish.write_checksums(copy)
    monkeypatch.setattr(
        rejudge,
        "rejudge",
        lambda folder, out: shutil.copytree(rendered[0], out, dirs_exist_ok=True) and ["verdicts.json"],
    )
    assert amend.amend(copy) == ["verdicts.json"]
    assert sound.checksums(copy) == sound.checksums(RUN.parent) and sound.check(copy)
