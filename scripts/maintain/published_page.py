"""`python -m maintain.published_page OUT`: the newest archived default run's page, and the Chinese one, drawn anew."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from archive import rejudge
from maintain import splice_docs
from support.run_folder import RunFolder


def main(out: Path) -> None:
    """Write the page to `out` and the Chinese one beside it; nothing where no run was archived."""
    if run := splice_docs.newest_archive():
        with tempfile.TemporaryDirectory() as name:
            drawn = RunFolder(Path(name))
            rejudge.rejudge(run.parent, drawn.path)
            copy(drawn, out)


def copy(drawn: RunFolder, out: Path) -> None:
    """Both pages to where they are published; the links between them go along."""
    out.write_bytes(drawn.page.read_bytes())
    text = drawn.chinese_page.read_text(encoding="utf-8").replace(f'href="{drawn.page.name}"', f'href="{out.name}"')
    out.with_name(drawn.chinese_page.name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
