"""A block's CSVs into one table, the blocks into samples and summary; limits, checks and probes into a table each."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from collect import raw_schema, safety_rules, side_tables, summary
from collect import safety as safety_table
from collect.samples import WORKS, existing_files, merge, plan_of_block, read_plan, several_at_once


def block(name: str, plan: Path, raw: Path, digests: dict[str, str], out: Path) -> None:
    """One validated parquet of a block's cells (`3`), or of one interpreter's (`3-3.8`).

    `digests`: backend -> the digest that its cells must carry.
    """
    rows = plan_of_block(read_plan(plan), name)
    paths = existing_files(rows[rows["reason"] == ""], raw)
    raw_schema.read(paths, digests).to_parquet(out, index=False)


def samples(blocks: list[Path], plan: Path, out: Path, summary_out: Path) -> None:
    """All blocks as one table, and the summary, made of some blocks at a time: no run is too large for the memory."""
    parts = [summary.part_values(some) for some in several_at_once(merge(blocks, plan, out))]
    table = summary.summary(*(pd.concat(some) for some in zip(*parts, strict=True)))
    table.to_csv(summary_out, index=False, float_format="%.4g")


def limits(inputs: list[Path], out: Path) -> None:
    """The searches of every interpreter and backend as one table."""
    side_tables.limits(inputs).to_csv(out, index=False)


def works(inputs: list[Path], out: Path) -> None:
    """The checks of every interpreter as one table, texts throughout."""
    pd.DataFrame(side_tables.works(inputs), columns=WORKS).to_csv(out, index=False)


def safety(inputs: list[Path], rules: Path, out: Path) -> None:
    """The probes of every interpreter and backend as one table, with what counts as unsafe."""
    rows, found = side_tables.safety(inputs), safety_rules.load(rules)
    safety_table.refuse_other_probes(rows, found)
    safety_table.apply_rules(rows, found).to_csv(out, index=False)
