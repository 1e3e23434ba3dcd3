"""The archived run judges and renders the same, and is found out when altered."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from archive import publish, rejudge, sound
from collect import tables
from judge.__main__ import judge
from maintain import splice_docs
from support.run_folder import RunFolder

pytestmark = pytest.mark.slow

RUN = splice_docs.newest_archive()


def test_rejudging_gives_the_same_bytes(rendered):
    out, others = rendered
    assert sound.check(RUN.parent) and others == []
    assert (RUN.parent / publish.FIGURES).exists()
    assert (out / "report.html").stat().st_size < 3_000_000


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


def test_page_and_paper_say_what_drifts(rendered):
    found = json.loads((rendered[0] / "verdicts.json").read_text(encoding="utf-8"))
    marked = [[one["steadiness"] for one in claim["readings"]].count("drifting") for claim in found["claims"]]
    page, paper = ((rendered[0] / name).read_text(encoding="utf-8") for name in ("report.html", "paper.typ"))
    assert page.count('<a href="#steady">drifting</a>') == sum(marked)  # none, on a quiet machine
    total = sum(row["conditions"] for row in found["instrument"]["drift"])
    for text in (page, paper):
        assert text.count("on drifting times, which still changed") == sum(count > 0 for count in marked)
        assert f"Of {total} conditions," in text


def test_the_readmes_claim_is_judged(tmp_path):
    """The worked example, appended to the archive's claims as the README says."""
    entry = re.search(r"```yaml\n(.*?)```", Path("README.md").read_text(encoding="utf-8"), re.DOTALL)[1]
    folder = RUN.parent
    rules = (folder / "claims.yaml").read_text(encoding="utf-8")
    (tmp_path / "claims.yaml").write_text(f"{rules}\n{entry}", encoding="utf-8")
    run = RunFolder(folder)
    judged = judge(tables.read(run.samples), run, [tmp_path / "claims.yaml"], tmp_path / "verdicts.json")
    found = judged["claims"][-1]
    assert found["id"] == "hundredfold" and found["english"] in entry
    assert len(found["readings"]) > 10 and {one["margin"] for one in found["readings"]} == {100}
    held = [one["low"] > 100 for one in found["readings"] if one["verdict"] == "holds"]
    assert found["verdict"] in ("holds", "depends") and held and all(held)


def test_a_figure_that_comes_out_otherwise_is_named(rendered, tmp_path):
    copy = shutil.copytree(RUN.parent, tmp_path / "copy")
    sums = (copy / publish.FIGURES).read_text(encoding="utf-8").splitlines()
    (copy / publish.FIGURES).write_text("\n".join(["0" * 64 + sums[0][64:], *sums[1:]]) + "\n", encoding="utf-8")
    assert rejudge.differing(copy, rendered[0]) == [f"figures/{sums[0].split('  ')[1]}"]
