"""The archived run is what the texts quote, is small, and names no path of the machine."""

import hashlib
import json
import shutil

import pytest

from archive import publish
from maintain import splice_docs

RUN = splice_docs.newest_archive()


def test_the_texts_quote_the_archive_and_the_simulation():
    for path, text in splice_docs.texts().items():
        assert path.read_text(encoding="utf-8") == text, f"{path.name} is out of date: make quote"


def test_a_mark_that_is_missing_is_an_error():
    assert (
        splice_docs.spliced("a\n<!-- x -->\nold\n<!-- end -->\nb", "x", "new") == "a\n<!-- x -->\nnew\n<!-- end -->\nb"
    )
    with pytest.raises(ValueError, match="no mark for y"):
        splice_docs.spliced("a", "y", "new")


def test_the_readmes_figure_is_the_archives():
    folder, picture = splice_docs.newest_ranking().parent, f"{publish.SHOWN}.svg"
    noted = (folder / publish.FIGURES).read_text(encoding="utf-8")
    assert f"{hashlib.sha256((folder / picture).read_bytes()).hexdigest()}  {picture}" in noted
    assert f"]({folder.relative_to(splice_docs.ROOT)}/{picture})" in (splice_docs.ROOT / "README.md").read_text(
        encoding="utf-8"
    )


def test_the_answer_is_that_of_the_run_of_all_mechanisms(tmp_path, monkeypatch):
    monkeypatch.setattr(splice_docs, "ROOT", tmp_path)
    for name, outdir in (("a", "results/mechanisms"), ("b", "results")):
        folder = tmp_path / "results" / "published" / name
        folder.mkdir(parents=True)
        (folder / "verdicts.json").write_text(json.dumps({"run": {"config": {"outdir": outdir}}}))
    assert splice_docs.newest_archive().parent.name == "b" and splice_docs.newest_ranking().parent.name == "a"
    shutil.rmtree(tmp_path / "results" / "published" / "a")
    assert splice_docs.newest_ranking().parent.name == "b"


def test_snakemakes_time_stamp_is_no_figure(tmp_path):
    for name in ("a.svg", ".snakemake_timestamp"):
        (tmp_path / name).write_text(name)
    assert publish.figure_sums(tmp_path).endswith("  a.svg\n") and publish.figure_sums(tmp_path).count("\n") == 1


@pytest.mark.skipif(RUN is None, reason="no run was published")
def test_the_archive_is_small_and_names_no_path():
    assert sum(path.stat().st_size for path in RUN.parent.iterdir()) < 10_000_000
    for name in ("plan.csv", "run.json", "verdicts.json", "limits.csv"):
        assert "/bin/python" not in (RUN.parent / name).read_text(encoding="utf-8")


def test_publishing_drops_the_interpreters_paths(tmp_path):
    plan = tmp_path / "plan.csv"
    plan.write_text("name,python,block\na,/opt/python,0\n")
    assert publish.without_column(plan, "python") == "name,block\na,0\n"
