"""The paper: the report's data and prose as a typst file, and the PDF that typst makes of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import matplotlib
import typst

from render import command_line, context, markdown
from support import units
from support.run_folder import RunFolder

FOLDER = context.REPORT / "paper"
PAPER = "paper.typ.j2"
MOST_PICTURES = 5  # of times: a run of all mechanisms has dozens, which the page shows


def write(values: dict[str, Any], run: RunFolder) -> None:
    """The PDF, and its source beside it; `values` is what `context.read_values` gives."""
    pages = markdown.environment(FOLDER)
    pages.globals["prose"] = lambda name: markdown.typst(markdown.text(context.REPORT, name, values))
    pages.filters["file"] = lambda picture: picture.path.relative_to(run.path).as_posix()
    source = run.paper.with_suffix(".typ")
    source.write_text(pages.get_template(PAPER).render(values | paper_only(values)), encoding="utf-8")
    typst.compile(str(source), output=str(run.paper), font_paths=fonts(), ignore_system_fonts=True)


def paper_only(values: dict[str, Any]) -> dict[str, Any]:
    """What only the paper says: references for typst, all figures that causes rest on, and memory in one condition."""
    causes = [(claim["id"], cause) for claim in values["claims"] for cause in claim["causes"] if cause["agrees"]]
    return {
        "bibliography": (context.REPORT / "references.yml").read_text(encoding="utf-8"),
        "evidence": [(name, one) for name, cause in causes for one in cause["evidence"]],
        "few": len(values["figures"]) <= MOST_PICTURES,
        "memory": memory_of_most(values["costs"]),
    }


def memory_of_most(costs: dict[str, Any] | None) -> list[dict[str, Any]]:
    """The rows of the newest interpreter's largest condition after the copies, the least memory first."""
    rows = [row for row in (costs or {}).get("memory", []) if row["operation"] == "copy_out" and row["total"]]
    if not rows:
        return []
    most = max(map(extent, rows))
    return sorted((row for row in rows if extent(row) == most), key=lambda row: float(row["total"].replace(",", "")))


def extent(row: dict[str, Any]) -> tuple[Any, ...]:
    """How large a condition is: the newer the interpreter, the more workers, the larger the payload."""
    return units.version_key(row["interpreter"]), row["processes"], row["size"], row["payload"]


def fonts() -> list[str]:
    """Folders of fonts: ours for Chinese, matplotlib's for the figures."""
    return [str(context.REPORT / "fonts"), str(Path(matplotlib.get_data_path()) / "fonts" / "ttf")]


if __name__ == "__main__":
    command_line.main(__doc__, write)
