"""Command line: a block's CSVs into one table, the blocks into samples and a summary, the limits into one."""

import argparse
import json
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from analyse import raw, stats, table
from analyse import safety as matrix
from measure.record import COLUMNS, LIMIT_COLUMNS

WORKS = ["claim", "check", "interpreter", "version", "ok", "expects", "expected", "seen", "reason", "lines", "seconds"]


def block(given):
    """One validated parquet of a block's cells, or of one interpreter's: `3-3.8`."""
    rows = part(planned(given.plan), given.block)
    paths = present(rows[rows["reason"] == ""], given.raw)
    raw.read(paths, json.loads(given.digests)).to_parquet(given.out, index=False)


def part(plan, name):
    """The plan's rows of a block (`3`), or of its part (`3-3.8`)."""
    block, _, label = name.partition("-")
    return plan[(plan["block"] == block) & ((plan["interpreter"] == label) | (label == ""))]


def present(rows, folder):
    """The files of a block's planned cells; a whole set may be missing, which `precision` didn't ask for again."""
    paths = [folder / f"{name}.csv" for name in rows["name"]]
    there = pd.Series([path.exists() for path in paths], index=rows.index)
    partly = there.groupby([rows["interpreter"], rows["payload"]]).transform("any") & ~there
    if partly.any():
        raise raw.BadData("\n".join(f"{folder / name}.csv: is missing" for name in rows["name"][partly]))
    return [path for path, exists in zip(paths, there, strict=True) if exists]


def samples(given):
    """All blocks as one table, and the summary, made block by block: no run is too large for the memory."""
    parts = [values(block) for block in merge(given.inputs, given.plan, given.out)]
    summary(*(pd.concat(some) for some in zip(*parts, strict=True))).to_csv(
        given.summary, index=False, float_format="%.4g"
    )


def compact(schema):
    """How the table is written smallest: clocks as differences, measured numbers byte by byte; 16 MB become 10."""
    numbers = [field for field in schema if pa.types.is_integer(field.type) or pa.types.is_floating(field.type)]
    encodings = {
        one.name: "DELTA_BINARY_PACKED" if pa.types.is_integer(one.type) else "BYTE_STREAM_SPLIT" for one in numbers
    }
    texts = [field.name for field in schema if pa.types.is_dictionary(field.type)]
    return {"compression": "zstd", "compression_level": 12, "use_dictionary": texts, "column_encoding": encodings}


def merge(blocks, plan, out):
    """Write the blocks one after the other, each with a row for each operation that the plan declined; yields each."""
    plan, schema = planned(plan), roomy(pq.read_schema(blocks[0]))
    with pq.ParquetWriter(out, schema, **compact(schema)) as writer:
        for path in blocks:
            found = pq.read_table(path).cast(schema)
            rows = part(plan, f"{found['block'][0]}-{path.stem.partition('-')[2]}")
            left_out = pa.Table.from_pandas(declined(rows, found), preserve_index=False).cast(schema)
            for some in (found, left_out):
                writer.write_table(some)
            yield pa.concat_tables([found, left_out]).unify_dictionaries()


def roomy(schema):
    """The schema with texts whose number isn't bound by that of the first block's: pandas counts few in one byte."""
    wide = pa.dictionary(pa.int32(), pa.string())
    fields = [field.with_type(wide) if pa.types.is_dictionary(field.type) else field for field in schema]
    return pa.schema(fields, schema.metadata)


def values(block):
    """(cells, gaps, losses) of a block, an Arrow table, as table.py has them."""
    frame = block.to_pandas(types_mapper=raw.NULLABLE.get)
    return [plain_texts(part) for part in (table.cells(frame), table.gaps(frame), table.losses(frame))]


def plain_texts(frame):
    """Categories as texts: those of another block are others."""
    return frame.astype({name: object for name in frame.columns if isinstance(frame[name].dtype, pd.CategoricalDtype)})


def planned(path):
    """The plan, all text."""
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def declined(plan, block):
    """Rows of the record for what the plan left out of a block (an Arrow table), so that a gap has its reason."""
    rows = plan[plan["reason"] != ""]
    rows = rows.assign(operation=rows["operations"].str.split()).explode("operation")
    rows = rows.rename(columns={"name": "cell"}).assign(phase="sample", error="declined")
    ran = ran_on(block)
    rows = rows.merge(ran, "left", "interpreter").fillna(ran[["node", "kind"]].iloc[0])
    return rows.reindex(columns=list(COLUMNS)).astype({name: raw.DTYPES[kind] for name, (kind, _) in COLUMNS.items()})


def ran_on(block):
    """The node, and its kind, that ran an interpreter's cells: a large block may be split by interpreters."""
    found = block.select(["interpreter", "node", "kind"]).to_pandas().astype(str)
    return found.drop_duplicates("interpreter")


def summary(cells, gaps, losses):
    """One row a condition: median over the blocks with its interval, or why there is none."""
    groups = cells.groupby(table.CONDITION, observed=True)
    measured = groups.agg(
        blocks=("seconds", "size"), oversubscribed=("oversubscribed", "first"), line=("line", "first")
    )
    numbers = pd.concat([intervals(part) for _, part in cells.groupby(groups["seconds"].transform("size"))])
    measured = numbers.join(measured).sort_index()
    lost = losses.groupby(table.CONDITION, observed=True).sum()
    failed = gaps.groupby(table.CONDITION, observed=True)
    failures = failed.agg(failures=("error", "size"), error=("error", "first"), reason=("reason", "first"))
    return measured.join(failures, how="outer").join(lost, how="left").reset_index()


def intervals(cells):
    """Condition -> seconds, low, high; of cells whose conditions all have the same number of blocks."""
    groups = cells.groupby(table.CONDITION, observed=True)["seconds"]
    logs = np.log(np.stack(groups.agg(list).to_list()))
    return pd.DataFrame(np.exp(stats.interval(logs)), ["seconds", "low", "high"], groups.size().index).T


def limits(given):
    frames = [pd.read_csv(path, dtype=str, keep_default_na=False) for path in given.inputs]
    for path, frame in zip(given.inputs, frames, strict=True):
        if list(frame.columns) != list(LIMIT_COLUMNS):
            raise raw.BadData(f"{path}: line 1: other columns than the record's")
    pd.concat(frames).to_csv(given.out, index=False)


def works(given):
    """The checks of every interpreter as one table, texts throughout."""
    rows = [json.loads(line) for path in given.inputs for line in path.read_text(encoding="utf-8").splitlines()]
    pd.DataFrame(rows, columns=WORKS).to_csv(given.out, index=False)


def safety(given):
    """The probes of every interpreter and backend as one table, with what counts as unsafe."""
    rows = [json.loads(line) for path in given.inputs for line in path.read_text(encoding="utf-8").splitlines()]
    rules = matrix.rules(given.rules, {row["probe"] for row in rows})
    matrix.judged(rows, rules).to_csv(given.out, index=False)


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
    except (raw.BadData, matrix.BadRules) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
