"""`python -m collect.time_spent RUN… [--out OUT.csv]`: where finished runs' time went, by kind of cell and part."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import pandas as pd

from collect import cells, integrity
from measure.harness.cell_runner import EXCHANGES
from measure.record.stopwatch import PARTS
from support.run_folder import RunFolder

LARGE_BYTES = 2**22
# Of "operation" in PARTS, what the rows tell: the warm-up with the calibration, the windows, those in which operations
# are timed singly, and the rest, which is checks, messages between the harness's processes, collecting garbage.
WITHIN = {"warmup": "warm-up", "sample": "windows", "quantiles": "quantiles"}
REST = "checks and the like"
ALL_ELSE = "all else"  # of a run that noted no parts, as those before 2026-11-27
ORDER = [*(name for name in PARTS if name != "operation"), *WITHIN.values(), REST]


def without_parts(frame: pd.DataFrame) -> pd.DataFrame:
    """The same of a run that noted no parts: warm-up, windows, and ALL_ELSE of each cell's wall."""
    ends = frame[frame["phase"] == "cell"].astype({"cell": object}).set_index("cell")
    found = in_windows(frame).reindex(ends.index).fillna(0.0)
    found[ALL_ELSE] = (ends["seconds_per_operation"] - found.sum(axis=1)).clip(lower=0.0)
    return found.assign(kind=kinds(frame).reindex(found.index))


def of_cells(frame: pd.DataFrame) -> pd.DataFrame:
    """Seconds of each part of each cell.

    Parameters
    ----------
    frame : the samples, as `cells.load` gives them

    Returns
    -------
    DataFrame, a row a cell: its `kind`, and a column for each of ORDER
    """
    parts = frame[frame["phase"] == "part"].astype({"cell": object, "operation": object})
    found = parts.pivot_table("seconds_per_operation", "cell", "operation", aggfunc="sum").reindex(columns=list(PARTS))
    timed = in_windows(frame).reindex(found.index).fillna(0.0)
    found = found.fillna(0.0).join(timed)
    found[REST] = (found.pop("operation") - timed.sum(axis=1)).clip(lower=0.0)
    return found[ORDER].assign(kind=kinds(frame).reindex(found.index))


def in_windows(frame: pd.DataFrame) -> pd.DataFrame:
    """Seconds of each of WITHIN, a row a cell; of several workers the busiest one's.

    The row of quantiles is of all workers, who were at it at the same time.
    """
    rows = frame[frame["phase"].isin(list(WITHIN)) & frame["loops"].notna() & (frame["operation"] != "start")]
    rows = rows[~(rows["phase"] == "quantiles") | has_own_window(rows)]
    seconds = rows["loops"].astype("float64") * rows["seconds_per_operation"]
    singly = rows["phase"] == "quantiles"
    seconds[singly] *= (changes(rows) / rows["processes"].astype("float64"))[singly]
    keys = [rows[name].astype(object) for name in ("cell", "phase", "operation", "worker")]
    each = seconds.groupby(keys).sum().groupby(level=[0, 1, 2]).max()
    return each.groupby(level=[0, 1]).sum().unstack().rename(columns=WITHIN).reindex(columns=list(WITHIN.values()))


def changes(rows: pd.DataFrame) -> pd.Series[float]:
    """How many operations are timed as one when they are timed singly: a latency's turn has two."""
    found = {name: float(kind.changes) for name, kind in EXCHANGES.items()}
    return rows["operation"].astype(object).map(found).fillna(1.0)


def has_own_window(rows: pd.DataFrame) -> pd.Series[bool]:
    """Whether the row's operation was timed singly in a window of its own, as `measure.timing.singly` decides.

    A lone worker whose batches were of one operation each had its times already.
    """
    single = rows["loops"].astype("float64") <= changes(rows)
    keys = [rows[name].astype(object) for name in ("cell", "operation")]
    already = single.where(rows["phase"] == "sample", True).groupby(keys).transform("all")
    return ~already | (rows["processes"] > 1)


def kinds(frame: pd.DataFrame) -> pd.Series[str]:
    """What kind of cell each is: the first that fits of these."""
    ends = frame[frame["phase"] == "cell"].astype({"cell": object}).set_index("cell")
    channels = frame.loc[frame["operation"] == "transfer", "cell"].astype(object).unique()
    found = pd.Series("memory, small", ends.index)
    found[ends["size_bytes"] >= LARGE_BYTES] = "memory, 4 MiB and more"
    found[ends["servers"].fillna(0) > 0] = "messages"
    found[ends["processes"] > 1] = "several workers"
    found[ends.index.isin(channels)] = "channel"
    return found


def between_sets(frame: pd.DataFrame, folder: RunFolder) -> dict[str, float]:
    """Seconds of a run outside its sets: until Snakemake starts the next one, and after the last for the report.

    What handing turns over takes can't be told: in a set, what is not measured is done side by side. In older runs each
    cell was alive alone.
    """
    sets = frame[frame["phase"] == ("set" if (frame["phase"] == "set").any() else "cell")]
    sets = sets.assign(**integrity.span(sets))
    alive = float((sets["ended"] - sets["began"]).sum())
    wall = sets.groupby(["node", "block"], observed=True).agg(began=("began", "min"), ended=("ended", "max"))
    found = {"between sets": float((wall["ended"] - wall["began"]).sum()) - alive}
    if folder.paper.exists():
        found["collecting, judging, drawing"] = folder.paper.stat().st_mtime - float(sets["wall_ended"].max())
    return found


def table(frame: pd.DataFrame, folder: RunFolder) -> pd.DataFrame:
    """The rows of the table: kind, cells, part, seconds a cell, seconds in all, and their share of the run."""
    each, rows = (of_cells if (frame["phase"] == "part").any() else without_parts)(frame), []
    for kind, some in each.groupby("kind"):
        for part in some.columns.drop("kind"):
            rows.append((kind, len(some), part, some[part].mean(), some[part].sum()))
    for part, seconds in between_sets(frame, folder).items():
        rows.append(("the run", len(each), part, seconds / len(each), seconds))
    found = pd.DataFrame(rows, columns=["kind", "cells", "part", "seconds_a_cell", "seconds"])
    return found.assign(share=found["seconds"] / found["seconds"].sum())


def main(runs: list[Path], out: Path | None) -> None:
    """Print the table of each run; `out` has those of all, with the run's folder as `run`."""
    tables = {}
    for run in runs:
        folder = RunFolder(run)
        if not folder.samples.exists():
            sys.exit(f"{folder.samples}: is missing; a finished run has it")
        tables[str(run)] = table(cells.load(folder.samples), folder)
        print(run, *in_words(tables[str(run)]), sep="\n")
    if out:
        both = pd.concat(tables, names=["run"]).reset_index("run")
        both.to_csv(out, index=False, float_format="%.4g")


def in_words(found: pd.DataFrame) -> tuple[str, str]:
    """(milliseconds a cell by kind and part, seconds and share of each part in all)."""
    wide = found.pivot_table("seconds_a_cell", "part", "kind", sort=False)
    in_all = found.groupby("part", sort=False)[["seconds", "share"]].sum()
    milliseconds = wide.to_string(float_format=lambda value: f"{1000 * value:.0f}", na_rep="-")
    return f"{milliseconds}\n(milliseconds a cell)", in_all.to_string(float_format=lambda value: f"{value:.3g}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("runs", type=Path, nargs="+")
    parser.add_argument("--out", type=Path)
    main(**vars(parser.parse_args()))
