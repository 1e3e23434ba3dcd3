"""The published pages lead to each other, under the names that they have there."""

from maintain import published_page
from support.run_folder import RunFolder


def test_both_pages_are_published_and_lead_to_each_other(tmp_path):
    drawn = RunFolder(tmp_path / "run")
    drawn.path.mkdir()
    drawn.page.write_text('<a href="report-zh.html">中文</a><code>make mechanisms</code>', encoding="utf-8")
    drawn.chinese_page.write_text('<a href="report.html">English</a>', encoding="utf-8")
    drawn.paper.write_bytes(b"%PDF")
    published_page.copy(drawn, tmp_path / "index.html")
    assert (tmp_path / "paper.pdf").read_bytes() == b"%PDF"
    assert (tmp_path / "index.html").read_text(encoding="utf-8") == (
        '<a href="report-zh.html">中文</a><a href="mechanisms.html">the page of all mechanisms</a>'
    )
    assert (tmp_path / "report-zh.html").read_text(encoding="utf-8") == '<a href="index.html">English</a>'
