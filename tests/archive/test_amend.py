"""Amending an archive takes over what is judged anew, checksums included."""

import shutil

import pytest

from archive import amend, publish, rejudge, sound
from collect import safety
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


def test_an_answer_is_called_unsafe_in_today_s_words(tmp_path):
    archived = next(path for run in RUN.parents[1].iterdir() if (path := run / "safety.csv").exists())
    path = tmp_path / "safety.csv"
    table = safety.read(archived)
    old = table.assign(unsafe=table["unsafe"].where(table["unsafe"] == "", "in other words"))
    old.to_csv(path, index=False)
    amend.apply_rules(path)
    assert safety.read(path).equals(table) and not old.equals(table)
    amend.apply_rules(tmp_path / "gone.csv")
    assert not (tmp_path / "gone.csv").exists()
