"""`python -m collect STEP …`: raw files to validated tables."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from collect import steps
from collect.raw_schema import BadData
from support.validation import BadInput


def parser() -> argparse.ArgumentParser:
    """A subcommand for each step; `run` is what it does with its arguments."""
    top = argparse.ArgumentParser(description=__doc__)
    commands = top.add_subparsers(required=True)
    block, samples, limits, works, safety = map(commands.add_parser, ("block", "samples", "limits", "works", "safety"))
    block.add_argument("--digests", required=True, type=json.loads, help="JSON: backend -> the digest of its cells")
    block.add_argument("--raw", type=Path, required=True)
    block.add_argument("--block", required=True)
    samples.add_argument("--summary", type=Path, required=True)
    safety.add_argument("--rules", type=Path, required=True)
    for command in (block, samples):
        command.add_argument("--plan", type=Path, required=True)
    for command in (block, samples, limits, works, safety):
        command.add_argument("out", type=Path)
    for command in (samples, works, safety):
        command.add_argument("inputs", type=Path, nargs="+")
    limits.add_argument("inputs", type=Path, nargs="*")  # none where the configuration searches nothing
    block.set_defaults(run=lambda given: steps.block(given.block, given.plan, given.raw, given.digests, given.out))
    samples.set_defaults(run=lambda given: steps.samples(given.inputs, given.plan, given.out, given.summary))
    limits.set_defaults(run=lambda given: steps.limits(given.inputs, given.out))
    works.set_defaults(run=lambda given: steps.works(given.inputs, given.out))
    safety.set_defaults(run=lambda given: steps.safety(given.inputs, given.rules, given.out))
    return top


def main() -> None:
    given = parser().parse_args()
    try:
        given.run(given)
    except (BadData, BadInput) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
