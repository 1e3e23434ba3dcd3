"""Command line: a block's CSVs into one table, the blocks into samples and a summary, the limits into one."""

import argparse
import json
import sys
from pathlib import Path

import numpy as np
import pandas as pd

from analyse import stats, table
from measure.record import COLUMNS, LIMIT_COLUMNS


def block(given):
    """One validated parquet of a block's cells; a cell that the plan declined gives its rows here."""
    digests = json.loads(given.digests) if given.digests else None
    table.read(given.inputs, digests).to_parquet(given.out, index=False)


def samples(given):
    """All blocks, with a row for each operation that the plan declined, and the summary."""
    frame = pd.concat([pd.read_parquet(path) for path in given.inputs], ignore_index=True)
    frame = pd.concat([frame, declined(given.plan, frame)], ignore_index=True)
    frame.to_parquet(given.out, index=False)
    summary(frame).to_csv(given.summary, index=False, float_format="%.4g")


def declined(plan, frame):
    """Rows of the record for what the plan left out, so that a gap has its reason."""
    rows = pd.read_csv(plan, dtype=str, keep_default_na=False)
    rows = rows[rows["reason"] != ""]
    rows = rows.assign(operation=rows["operations"].str.split()).explode("operation")
    rows = rows.rename(columns={"name": "cell"}).assign(phase="sample", error="declined", node=frame["node"].iloc[0])
    return rows.reindex(columns=list(COLUMNS)).astype(frame.dtypes.to_dict())


def summary(frame):
    """One row a condition: median over the blocks with its interval, or why there is none."""
    cells = table.cells(frame)
    measured = cells.groupby(table.CONDITION, observed=True).agg(
        seconds=("seconds", lambda values: np.exp(stats.interval(np.log(values))[0])),
        low=("seconds", lambda values: np.exp(stats.interval(np.log(values))[1])),
        high=("seconds", lambda values: np.exp(stats.interval(np.log(values))[2])),
        blocks=("seconds", "size"),
        oversubscribed=("oversubscribed", "first"),
        line=("line", "first"),
    )
    lost = table.losses(frame).groupby(table.CONDITION, observed=True).sum()
    failed = table.gaps(frame).groupby(table.CONDITION, observed=True)
    gaps = failed.agg(failures=("error", "size"), error=("error", "first"), reason=("reason", "first"))
    return measured.join(gaps, how="outer").join(lost, how="left").reset_index()


def limits(given):
    frames = [pd.read_csv(path, dtype=str, keep_default_na=False) for path in given.inputs]
    for path, frame in zip(given.inputs, frames, strict=True):
        if list(frame.columns) != list(LIMIT_COLUMNS):
            raise table.BadData(f"{path}: line 1: other columns than the record's")
    pd.concat(frames).to_csv(given.out, index=False)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    kinds = parser.add_subparsers(required=True)
    for function in (block, samples, limits):
        kind = kinds.add_parser(function.__name__)
        kind.set_defaults(run=function)
        if function is block:
            kind.add_argument("--digests", help="JSON: backend -> the digest its cells must carry")
        if function is samples:
            kind.add_argument("--plan", type=Path, required=True)
            kind.add_argument("--summary", type=Path, required=True)
        kind.add_argument("out", type=Path)
        kind.add_argument("inputs", type=Path, nargs="+")
    given = parser.parse_args()
    try:
        given.run(given)
    except table.BadData as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
