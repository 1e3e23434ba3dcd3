"""The archived run judges the same, is found out when altered, and is what the texts quote."""

import hashlib
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from archive import amend, publish, rejudge
from collect import cells
from judge.__main__ import judge
from maintain import splice_docs
from support.run_folder import RunFolder

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


def test_rejudging_gives_the_same_bytes(rendered):
    out, others = rendered
    assert rejudge.altered(RUN.parent) == [] and others == []
    assert (RUN.parent / publish.FIGURES).exists()
    assert (out / "report.html").stat().st_size < 5_000_000


def test_every_figure_has_a_table_and_a_finding(rendered):
    folder = rendered[0] / "figures"
    captions = json.loads((folder / "captions.json").read_text(encoding="utf-8"))
    assert {path.stem for path in folder.glob("*.svg")} == set(captions) == {path.stem for path in folder.glob("*.csv")}
    for name, words in captions.items():
        assert words["finding"].endswith(".") and "nan" not in words["finding"], name
        assert (folder / f"{name}.csv").read_text(encoding="utf-8").count("\n") > 1


def test_the_paper_has_its_fonts_and_its_chinese(rendered):
    source = (rendered[0] / "paper.typ").read_text(encoding="utf-8")
    assert "都会随共享内存空间增大" in source and "@hettmansperger1986" in source
    if not shutil.which("pdffonts"):
        pytest.skip("needs pdffonts (poppler-utils)")
    told = subprocess.run(["pdffonts", rendered[0] / "paper.pdf"], capture_output=True, text=True, check=True).stdout
    fonts = [line.split() for line in told.splitlines()[2:]]
    assert len(fonts) > 3 and any("CJK" in one[0] for one in fonts)
    assert all(one[-5] == "yes" for one in fonts), told  # embedded


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


def test_the_readmes_claim_is_judged(tmp_path):
    """The worked example, appended to the archive's claims as the README says."""
    entry = re.search(r"```yaml\n(.*?)```", Path("README.md").read_text(encoding="utf-8"), re.DOTALL)[1]
    folder = RUN.parent
    rules = (folder / "claims.yaml").read_text(encoding="utf-8")
    (tmp_path / "claims.yaml").write_text(f"{rules}\n{entry}", encoding="utf-8")
    run = RunFolder(folder)
    judged = judge(cells.load(run.samples), run, tmp_path / "claims.yaml", tmp_path / "verdicts.json")
    found = judged["claims"][-1]
    assert found["id"] == "hundredfold" and found["english"] in entry
    assert len(found["readings"]) > 10 and {one["margin"] for one in found["readings"]} == {100}
    held = [one["low"] > 100 for one in found["readings"] if one["verdict"] == "holds"]
    assert found["verdict"] in ("holds", "depends") and held and all(held)


def test_snakemakes_time_stamp_is_no_figure(tmp_path):
    for name in ("a.svg", ".snakemake_timestamp"):
        (tmp_path / name).write_text(name)
    assert publish.figure_sums(tmp_path).endswith("  a.svg\n") and publish.figure_sums(tmp_path).count("\n") == 1


def test_a_figure_that_comes_out_otherwise_is_named(rendered, tmp_path):
    copy = shutil.copytree(RUN.parent, tmp_path / "copy")
    sums = (copy / publish.FIGURES).read_text(encoding="utf-8").splitlines()
    (copy / publish.FIGURES).write_text("\n".join(["0" * 64 + sums[0][64:], *sums[1:]]) + "\n", encoding="utf-8")
    assert rejudge.differing(copy, rendered[0]) == [f"figures/{sums[0].split('  ')[1]}"]


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
    assert publish.checksums(copy) == publish.checksums(RUN.parent) and rejudge.altered(copy) == []


@pytest.mark.skipif(RUN is None, reason="no run was published")
def test_an_altered_archive_is_noticed(tmp_path):
    copy = shutil.copytree(RUN.parent, tmp_path / "copy")
    data = bytearray((copy / "samples.parquet").read_bytes())
    data[len(data) // 2] ^= 1
    (copy / "samples.parquet").write_bytes(data)
    assert rejudge.altered(copy) == ["samples.parquet"]
    (copy / "limits.csv").unlink()
    assert rejudge.altered(copy) == ["limits.csv", "samples.parquet"]


@pytest.mark.skipif(RUN is None, reason="no run was published")
def test_the_archive_is_small_and_names_no_path():
    assert sum(path.stat().st_size for path in RUN.parent.iterdir()) < 10_000_000
    for name in ("plan.csv", "run.json", "verdicts.json", "limits.csv"):
        assert "/bin/python" not in (RUN.parent / name).read_text(encoding="utf-8")


def test_publishing_drops_the_interpreters_paths(tmp_path):
    plan = tmp_path / "plan.csv"
    plan.write_text("name,python,block\na,/opt/python,0\n")
    assert publish.without_column(plan, "python") == "name,block\na,0\n"
