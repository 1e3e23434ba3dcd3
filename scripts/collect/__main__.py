"""Command line: a block's CSVs into one table, the blocks into samples and a summary, the limits into one."""

import argparse
import json
import sys
from pathlib import Path

import pandas as pd

from collect import raw_schema, summary
from collect import safety as collect_safety
from collect.safety import BadRules, apply_rules
from collect.samples import WORKS, existing_files, merge, plan_of_block, read_plan
from measure.record.columns import LIMIT_COLUMNS


def block(given):
    """One validated parquet of a block's cells, or of one interpreter's: `3-3.8`."""
    rows = plan_of_block(read_plan(given.plan), given.block)
    paths = existing_files(rows[rows["reason"] == ""], given.raw)
    raw_schema.read(paths, json.loads(given.digests)).to_parquet(given.out, index=False)


def samples(given):
    """All blocks as one table, and the summary, made block by block: no run is too large for the memory."""
    parts = [summary.block_values(block) for block in merge(given.inputs, given.plan, given.out)]
    summary.summary(*(pd.concat(some) for some in zip(*parts, strict=True))).to_csv(
        given.summary, index=False, float_format="%.4g"
    )


def limits(given):
    frames = [pd.read_csv(path, dtype=str, keep_default_na=False) for path in given.inputs]
    for path, frame in zip(given.inputs, frames, strict=True):
        if list(frame.columns) != list(LIMIT_COLUMNS):
            raise raw_schema.BadData(f"{path}: line 1: other columns than the record's")
    pd.concat(frames).to_csv(given.out, index=False)


def works(given):
    """The checks of every interpreter as one table, texts throughout."""
    rows = [json.loads(line) for path in given.inputs for line in path.read_text(encoding="utf-8").splitlines()]
    pd.DataFrame(rows, columns=WORKS).to_csv(given.out, index=False)


def safety(given):
    """The probes of every interpreter and backend as one table, with what counts as unsafe."""
    rows = [json.loads(line) for path in given.inputs for line in path.read_text(encoding="utf-8").splitlines()]
    rules = collect_safety.rules(given.rules, {row["probe"] for row in rows})
    apply_rules(rows, rules).to_csv(given.out, index=False)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    kinds = parser.add_subparsers(required=True)
    for function in (block, samples, limits, works, safety):
        kind = kinds.add_parser(function.__name__)
        kind.set_defaults(run=function)
        if function is block:
            kind.add_argument("--digests", required=True, help="JSON: backend -> the digest its cells must carry")
            kind.add_argument("--raw", type=Path, required=True)
            kind.add_argument("--block", required=True)
        if function is safety:
            kind.add_argument("--rules", type=Path, required=True)
        if function is samples:
            kind.add_argument("--summary", type=Path, required=True)
        if function in (block, samples):
            kind.add_argument("--plan", type=Path, required=True)
        kind.add_argument("out", type=Path)
        if function is not block:
            kind.add_argument("inputs", type=Path, nargs="+")
    given = parser.parse_args()
    try:
        given.run(given)
    except (raw_schema.BadData, BadRules) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
