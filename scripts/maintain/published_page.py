"""`python -m maintain.published_page OUT`: the pages of the newest archived runs, drawn anew.

OUT is that of the default run, with the Chinese one and the paper beside it and, as mechanisms.html, that of all
mechanisms; README's opening figure is of the latter. That of other sources is other_sources.html.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive import rejudge
from maintain import splice_docs
from support.run_folder import RunFolder

MECHANISMS = "mechanisms.html"  # the page of the run that says what to use
COMMAND = "<code>make mechanisms</code>"  # as a page names that run, which here lies beside it
OTHERS = "other_sources.html"  # and of the one that measured what other sources say


def main(out: Path) -> None:
    """Write the pages of the runs that were archived; nothing where none was."""
    run, ranking = splice_docs.newest_archive(), splice_docs.newest_ranking()
    if run:
        with drawn_anew(run) as drawn:
            copy(drawn, out)
    if ranking:
        shutil.copy(ranking.parent / splice_docs.OPENING, out.with_name(splice_docs.OPENING))
    others = splice_docs.newest_archive(splice_docs.OTHERS)
    for one, name in ((ranking, MECHANISMS), (others, OTHERS)):
        if one and one != run:
            with drawn_anew(one) as drawn:
                out.with_name(name).write_bytes(drawn.page.read_bytes())


@contextmanager
def drawn_anew(verdicts: Path) -> Iterator[RunFolder]:
    """The pages of the archive whose verdicts.json this is, for a while."""
    with tempfile.TemporaryDirectory() as name:
        drawn = RunFolder(Path(name))
        rejudge.rejudge(verdicts.parent, drawn.path)
        yield drawn


def copy(drawn: RunFolder, out: Path) -> None:
    """Both pages and the paper to where they are published; the links between the pages go along."""
    page = drawn.page.read_text(encoding="utf-8")
    out.write_text(page.replace(COMMAND, f'<a href="{MECHANISMS}">the page of all mechanisms</a>'), encoding="utf-8")
    text = drawn.chinese_page.read_text(encoding="utf-8").replace(f'href="{drawn.page.name}', f'href="{out.name}')
    out.with_name(drawn.chinese_page.name).write_text(text, encoding="utf-8")
    shutil.copy(drawn.paper, out.with_name(drawn.paper.name))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
