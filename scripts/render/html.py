"""The page: the report's data and prose filled into its templates."""

from __future__ import annotations

from typing import Any

from render import bibliography, command_line, context, fonts, headings, markdown, marks
from support.run_folder import RunFolder

FOLDER = context.REPORT / "html"
PAGE = "report.html.j2"
CHINESE = "chinese.html.j2"
FONT = "THE-FONT"  # in whose place the font stands once the page's characters are known
NODES = "node_kinds.html.j2"  # the page over several kinds of node


def text(claims: list[dict[str, Any]], sources: list[dict[str, Any]]) -> str:
    """The verdict table for a terminal, those of other sources behind the report's own."""
    claims = [*claims, *(claim for source in sources for claim in source["claims"])]
    rows = [(claim["id"], claim["verdict"] or "question", claim["short"]) for claim in claims]
    return "\n".join(f"{name:<20} {verdict:<17} {sentence}" for name, verdict, sentence in rows) + "\n"


def write(values: dict[str, Any], run: RunFolder) -> None:
    """The page, in English and in Chinese, and the verdict table; `values` is what `context.read_values` gives.

    Of several kinds of node each has a page beside the one over all; the Chinese one is of that with most cells.
    """
    several = values["kinds"]
    for view, row in zip(values["views"], several["rows"] if several else [None], strict=True):
        own = run.page.with_name(row["page"]) if several else run.page
        own.write_text(page(view | {"kinds": several}, PAGE), encoding="utf-8")
    run.chinese_page.write_text(page(values, CHINESE), encoding="utf-8")
    if several:
        run.page.write_text(page(values, NODES), encoding="utf-8")
    run.text.write_text(text(several["claims"] if several else values["claims"], values["sources"]), encoding="utf-8")


def page(values: dict[str, Any], name: str) -> str:
    """A template, filled in."""
    pages = markdown.environment(FOLDER, autoescape=True)
    pages.globals["prose"] = lambda piece: markdown.html(markdown.text(context.REPORT, piece, values))
    filled = pages.get_template(name).render(values, references=bibliography.read(context.REPORT), font=FONT)
    return marks.brief(headings.linked(filled)).replace(FONT, fonts.embedded(filled), 1)


if __name__ == "__main__":
    command_line.main(__doc__, write)
