"""The paper: the report's data and prose as a typst file, and the PDF that typst makes of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import matplotlib
import typst

from render import command_line, context, markdown
from support.run_folder import RunFolder

FOLDER = context.REPORT / "paper"
PAPER = "paper.typ.j2"


def write(values: dict[str, Any], run: RunFolder) -> None:
    """The PDF, and its source beside it; `values` is what `context.read_values` gives."""
    pages = markdown.environment(FOLDER)
    pages.globals["prose"] = lambda name: markdown.typst(markdown.text(context.REPORT, name, values))
    pages.filters["file"] = lambda picture: picture.path.relative_to(run.path).as_posix()
    source = run.paper.with_suffix(".typ")
    source.write_text(pages.get_template(PAPER).render(values | paper_only(values)), encoding="utf-8")
    typst.compile(str(source), output=str(run.paper), font_paths=fonts(), ignore_system_fonts=True)


def paper_only(values: dict[str, Any]) -> dict[str, Any]:
    """What only the paper says: the references as typst reads them, and all figures that causes rest on."""
    causes = [(claim["id"], cause) for claim in values["claims"] for cause in claim["causes"] if cause["agrees"]]
    return {
        "bibliography": (context.REPORT / "references.yml").read_text(encoding="utf-8"),
        "evidence": [(name, one) for name, cause in causes for one in cause["evidence"]],
    }


def fonts() -> list[str]:
    """Folders of fonts: ours for Chinese, matplotlib's for the figures."""
    return [str(context.REPORT / "fonts"), str(Path(matplotlib.get_data_path()) / "fonts" / "ttf")]


if __name__ == "__main__":
    command_line.main(__doc__, write)
