"""Whatever is wrong with an archive is one line, by whichever command it is met."""

import json
import shutil
import sys

import pytest

from archive import amend, compare, publish, rejudge, ro_crate, sound
from maintain import splice_docs

RUN = splice_docs.newest_archive().parent


def with_bytes(name, text):
    def change(copy):
        (copy / name).write_text(text, encoding="utf-8")

    return change


def of_another_form(**changes):
    """Verdicts that are other than ours, with checksums that fit them."""

    def change(copy):
        found = json.loads((copy / "verdicts.json").read_text(encoding="utf-8"))
        kept = {name: value for name, value in {**found, **changes}.items() if value is not None}
        (copy / "verdicts.json").write_text(json.dumps(kept), encoding="utf-8")
        publish.write_checksums(copy)

    return change


def flipped(copy):
    data = bytearray((copy / "samples.parquet").read_bytes())
    data[len(data) // 2] ^= 1
    (copy / "samples.parquet").write_bytes(data)


WRONG = {
    "a bit": (flipped, "altered since it was published: samples.parquet"),
    "a file less": (lambda copy: (copy / "limits.csv").unlink(), "altered since it was published: limits.csv"),
    "a file more": (with_bytes("more.csv", "x"), "altered since it was published: more.csv"),
    "no verdicts": (lambda copy: (copy / "verdicts.json").unlink(), "no archived run: it has no verdicts.json"),
    "no checksums": (lambda copy: (copy / "checksums.json").unlink(), "checksums.json: can't be read: No such file"),
    "checksums cut off": (with_bytes("checksums.json", '{"a": '), "checksums.json: is no JSON"),
    "checksums of another form": (with_bytes("checksums.json", "[1]"), "checksums.json: has no checksums; needed"),
    "a later schema": (of_another_form(schema=99), "verdicts.json: schema: 99 is not known here; allowed: 1"),
    "a key less": (of_another_form(claims=None), "verdicts.json: is no file of verdicts; needed: run, instrument"),
}


@pytest.fixture
def copy(tmp_path):
    return shutil.copytree(RUN, tmp_path / "copy")


def test_ours_are_sound():
    for path in sorted((splice_docs.ROOT / "results/published").glob("*/")):
        assert sound.check(path)["claims"]


@pytest.mark.parametrize(("change", "words"), WRONG.values(), ids=WRONG)
def test_one_line_by_every_command(copy, change, words, monkeypatch):
    change(copy)
    monkeypatch.setattr(sys, "argv", ["x"])
    commands = [rejudge.main, amend.main, lambda folder: compare.main([RUN, folder])]
    for command in [*commands, lambda folder: ro_crate.main(folder, folder / "x.zip")]:
        with pytest.raises(SystemExit) as caught:
            command(copy)
        assert words in str(caught.value) and str(caught.value).startswith(str(copy))
        assert "\n" not in str(caught.value)
