"""What the page's and the paper's command lines have in common."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from render import context
from support.run_folder import RunFolder


def main(description: str | None, write: Callable[[dict[str, Any], RunFolder], None]) -> None:
    """Call `write(values, run)` for the run whose folder the command line names."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("folder", type=Path, help="of the run")
    run = RunFolder(parser.parse_args().folder)
    write(context.read_values(run, run), run)
