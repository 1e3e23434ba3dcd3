"""The paper: the report's data and prose as a typst file, and the PDF that typst makes of it."""

import argparse
from pathlib import Path

import matplotlib
import typst

from render import context, markdown


def write(found, template, pdf, figures):
    """The PDF, and its source beside it; `found` is what context.values gives."""
    report = template.parents[1]
    pages = markdown.environment(template.parent)
    pages.globals["prose"] = lambda name: markdown.typst(markdown.text(report, name, found))
    pages.filters["file"] = lambda picture: picture.path.relative_to(figures.parent).as_posix()
    written = pdf.with_suffix(".typ")
    written.write_text(pages.get_template(template.name).render(found | paper_only(found, report)), encoding="utf-8")
    typst.compile(str(written), output=str(pdf), font_paths=fonts(report), ignore_system_fonts=True)


def paper_only(found, folder):
    """What only the paper says: the references as typst reads them, and all figures that causes rest on."""
    causes = [(claim["id"], cause) for claim in found["claims"] for cause in claim["causes"] if cause["agrees"]]
    return {
        "bibliography": (folder / "references.yml").read_text(encoding="utf-8"),
        "evidence": [(name, one) for name, cause in causes for one in cause["evidence"]],
    }


def fonts(folder):
    """Folders of fonts: ours for Chinese, matplotlib's for the figures."""
    return [str(folder / "fonts"), str(Path(matplotlib.get_data_path()) / "fonts" / "ttf")]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in (*context.INPUTS, "template", "pdf"):
        parser.add_argument(f"--{name}", required=True, type=Path)
    given = parser.parse_args()
    write(context.read_values(given), given.template, given.pdf, given.figures)


if __name__ == "__main__":
    main()
