"""The archived run judges the same, is found out when altered, and is what the texts quote."""

import shutil

import pytest

from tools import publish, quote, rejudge

RUN = quote.published()


def test_the_texts_quote_the_archive_and_the_simulation():
    for path, text in quote.texts().items():
        assert path.read_text(encoding="utf-8") == text, f"{path.name} is out of date: make quote"


def test_a_mark_that_is_missing_is_an_error():
    assert quote.spliced("a\n<!-- x -->\nold\n<!-- end -->\nb", "x", "new") == "a\n<!-- x -->\nnew\n<!-- end -->\nb"
    with pytest.raises(ValueError, match="no mark for y"):
        quote.spliced("a", "y", "new")


@pytest.mark.skipif(RUN is None, reason="no run was published")
def test_rejudging_gives_the_same_bytes(tmp_path):
    assert rejudge.altered(RUN.parent) == []
    assert rejudge.rejudge(RUN.parent, tmp_path) == []
    assert (tmp_path / "report.html").stat().st_size < 5_000_000


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
    assert publish.without(plan, "python") == "name,block\na,0\n"
