"""The paper: the report's data and prose as a typst file, and the PDF that typst makes of it."""

import argparse
from pathlib import Path

import matplotlib
import typst

from analyse import prose, report


def values(given):
    """What the template says, with figures as files."""
    found = report.values(given)
    for claim in found["claims"]:
        claim["files"] = [named(given.figures, f"{claim['id']}{what}.svg") for what in ("", "-causes")]
    found["standings_file"] = named(given.figures, "standings.svg")
    pictures = [(named(given.figures, f"{name}.svg"), caption) for name, caption in report.FIGURES.items()]
    return found | {"pictures": [picture for picture in pictures if picture[0]]}


def named(folder, name):
    """A figure's path as the paper's source sees it, or None when the run has no data for it."""
    return f"{folder.name}/{name}" if (folder / name).exists() else None


def source(given):
    """The typst markup."""
    folder = given.template.parent
    found = values(given)
    pages = prose.environment(folder)
    pages.globals["prose"] = lambda name: prose.typst(prose.text(folder, name, found))
    return pages.get_template(given.template.name).render(found)


def fonts(folder):
    """Folders of fonts: ours for Chinese, matplotlib's for the figures."""
    return [str(folder / "fonts"), str(Path(matplotlib.get_data_path()) / "fonts" / "ttf")]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in (*report.INPUTS, "template", "pdf"):
        parser.add_argument(f"--{name}", required=True, type=Path)
    given = parser.parse_args()
    written = given.pdf.with_suffix(".typ")
    written.write_text(source(given), encoding="utf-8")
    typst.compile(
        str(written), output=str(given.pdf), font_paths=fonts(given.template.parent), ignore_system_fonts=True
    )


if __name__ == "__main__":
    main()
