"""The blocks' tables as one, with a row for each operation that the plan declined."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from collect import raw_schema
from collect.cells import AT_ONCE, DTYPES
from measure.record.columns import COLUMNS

WORKS = ["claim", "check", "interpreter", "version", "ok", "expects", "expected", "seen", "reason", "lines", "seconds"]


def plan_of_block(plan: pd.DataFrame, name: str) -> pd.DataFrame:
    """The plan's rows of a block (`3`), or of its part (`3-3.8`)."""
    block, _, label = name.partition("-")
    return plan[(plan["block"] == block) & ((plan["interpreter"] == label) | (label == ""))]


def existing_files(rows: pd.DataFrame, folder: Path) -> list[Path]:
    """The files of a block's planned cells; a whole set may be missing, to which a budget allotted fewer."""
    paths = [folder / f"{name}.csv" for name in rows["name"]]
    there = pd.Series([path.exists() for path in paths], index=rows.index)
    partly = there.groupby(rows["name"].str.rpartition("/")[0]).transform("any") & ~there
    if partly.any():
        raise raw_schema.BadData("\n".join(f"{folder / name}.csv: is missing" for name in rows["name"][partly]))
    found = [path for path, exists in zip(paths, there, strict=True) if exists]
    return [*found, *dict.fromkeys(path.parent / "set.csv" for path in found)]


def compression(schema: pa.Schema) -> dict[str, Any]:
    """How the table is written smallest: clocks as differences, measured numbers byte by byte; 16 MB become 10."""
    numbers = [field for field in schema if pa.types.is_integer(field.type) or pa.types.is_floating(field.type)]
    encodings = {
        one.name: "DELTA_BINARY_PACKED" if pa.types.is_integer(one.type) else "BYTE_STREAM_SPLIT" for one in numbers
    }
    texts = [field.name for field in schema if pa.types.is_dictionary(field.type)]
    return {"compression": "zstd", "compression_level": 12, "use_dictionary": texts, "column_encoding": encodings}


def merge(blocks: list[Path], plan: Path, out: Path) -> Iterator[pa.Table]:
    """Write the blocks one after the other, each with a row for each operation that the plan declined; yields each."""
    cells, schema = read_plan(plan), widen_dictionaries(pq.read_schema(blocks[0]))
    known: dict[str, tuple[str, Path]] = {}
    with pq.ParquetWriter(out, schema, **compression(schema)) as writer:
        for path in blocks:
            measured = pq.read_table(path).cast(schema)
            check_versions(measured, path, known)
            planned = plan_of_block(cells, f"{measured['block'][0]}-{path.stem.partition('-')[2]}")
            left_out = pa.Table.from_pandas(declined_rows(planned, measured), preserve_index=False).cast(schema)
            for some in (measured, left_out):
                writer.write_table(some)
            yield pa.concat_tables([measured, left_out])


def several_at_once(blocks: Iterator[pa.Table]) -> Iterator[pa.Table]:
    """The blocks, so many together as have AT_ONCE samples."""
    waiting: list[pa.Table] = []
    for block in blocks:
        waiting.append(block)
        if sum(map(len, waiting)) >= AT_ONCE:
            yield pa.concat_tables(waiting).unify_dictionaries()
            waiting = []
    if waiting:
        yield pa.concat_tables(waiting).unify_dictionaries()


def check_versions(block: pa.Table, path: Path, known: dict[str, tuple[str, Path]]) -> None:
    """BadData when an interpreter was another one in a block before; `known`: label -> its version, and the block."""
    told = block.select(["interpreter", "version"]).to_pandas().drop_duplicates().astype(str)
    for label, version in told[~told["version"].isin(["", "nan"])].itertuples(index=False, name=None):
        first, where = known.setdefault(label, (version, path))
        if version != first:
            raise raw_schema.BadData(f"{path}: {label} is {version} in it, and {first} in {where}: it was replaced")


def widen_dictionaries(schema: pa.Schema) -> pa.Schema:
    """The schema with texts whose number isn't bound by that of the first block's: pandas counts few in one byte."""
    wide = pa.dictionary(pa.int32(), pa.string())
    fields = [field.with_type(wide) if pa.types.is_dictionary(field.type) else field for field in schema]
    return pa.schema(fields, schema.metadata)


def read_plan(path: Path) -> pd.DataFrame:
    """The plan, all text."""
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def declined_rows(plan: pd.DataFrame, block: pa.Table) -> pd.DataFrame:
    """Rows of the record for what the plan left out of a block (an Arrow table), so that a gap has its reason."""
    rows = plan[plan["reason"] != ""]
    rows = rows.assign(operation=rows["operations"].str.split()).explode("operation")
    rows = rows.rename(columns={"name": "cell"}).assign(phase="sample", error="declined")
    ran = nodes_by_interpreter(block)
    rows = rows.merge(ran, "left", "interpreter").fillna(ran[["node", "kind"]].iloc[0])
    return rows.reindex(columns=list(COLUMNS)).astype({name: DTYPES[kind] for name, (kind, _) in COLUMNS.items()})


def nodes_by_interpreter(block: pa.Table) -> pd.DataFrame:
    """The node, and its kind, that ran an interpreter's cells: a large block may be split by interpreters."""
    ran: pd.DataFrame = block.select(["interpreter", "node", "kind"]).to_pandas()
    return ran.drop_duplicates("interpreter").astype(str)
