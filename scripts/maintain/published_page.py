"""`python -m maintain.published_page OUT`: the page of the newest archived default run, drawn anew."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from archive import rejudge
from maintain import splice_docs
from support.run_folder import RunFolder


def main(out: Path) -> None:
    """Write the page to `out`; nothing where no run was archived."""
    if run := splice_docs.newest_archive():
        with tempfile.TemporaryDirectory() as name:
            rejudge.rejudge(run.parent, Path(name))
            shutil.copy(RunFolder(Path(name)).page, out)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
