"""The page: the report's data and prose filled into its templates."""

import argparse
from pathlib import Path

from render import bibliography, context, markdown
from render.figures import files

NODES = "node_kinds.html.j2"  # the page over several kinds of node


def text(claims):
    """The verdict table for a terminal."""
    rows = [(claim["id"], claim["verdict"], claim["short"]) for claim in claims]
    return "\n".join(f"{name:<20} {verdict:<12} {sentence}" for name, verdict, sentence in rows) + "\n"


def write(found, template, html, text_file):
    """The page and the verdict table; `found` is what `values` gives. Each of several kinds has a page beside it."""
    several = found["kinds"]
    for view, row in zip(found["views"], several["rows"] if several else [None], strict=True):
        own = html.with_name(row["page"]) if several else html
        own.write_text(page(view | {"kinds": several}, template.parent, template.name), encoding="utf-8")
    if several:
        html.write_text(page(found, template.parent, NODES), encoding="utf-8")
    text_file.write_text(text(several["claims"] if several else found["claims"]), encoding="utf-8")


def page(found, folder, name):
    """A template of the folder, filled in; prose, fonts and references are in the one above it."""
    report = folder.parent
    pages = markdown.environment(folder, autoescape=True)
    pages.globals["prose"] = lambda piece: markdown.html(markdown.text(report, piece, found))
    font = files.data_uri("font/otf", next((report / "fonts").glob("*.otf")))
    return pages.get_template(name).render(found, references=bibliography.read(report), font=font)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in (*context.INPUTS, "template", "html", "text"):
        parser.add_argument(f"--{name}", required=True, type=Path)
    given = parser.parse_args()
    write(context.read_values(given), given.template, given.html, given.text)


if __name__ == "__main__":
    main()
