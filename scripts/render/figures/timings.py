"""The figures of what was measured: times over sizes, throughput, transfers, and the run itself over time."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pandas as pd
from matplotlib.ticker import FuncFormatter

from measure.contract.operations import EMPTY, OPERATIONS, ROLES, timed_workers
from render.figures import captions, lines
from render.figures.data import Data
from render.figures.style import Drawing, Drawn, axis_labels, panels, same_heights, size_axis
from support import units
from support.units import format_number, format_seconds

NOTES = {
    "items": "Across: the size; up: the time. A sequence of 64-bit ints, one worker; "
    "for iterate, the copies and refresh an operation is all of it.",
    "blob": "Across: the size; up: the time. One object of bytes, one worker.",
}
LINES = "Bands are 95% intervals over the blocks; a cross: refused or failed from this size on"


def times(data: Data) -> Iterator[tuple[str, Drawing]]:
    """Name, drawing: the time against the size, a panel an operation; one figure a family and payload."""
    for payload in ("items", "blob"):
        rows = data.summary[(data.summary["payload"] == payload) & (data.summary["processes"] == 1)]
        rows = rows[~rows["operation"].isin(["start", EMPTY]) & (rows["error"] != "declined")]
        if rows["seconds"].notna().any():
            for name, members in data.families(rows).items():
                drawing = partial(over_sizes, data, rows, members, NOTES[payload], name)
                yield name_with_family(f"time_{payload}", name), drawing


def name_with_family(name: str, family: str) -> str:
    """A figure's name; that of its family stands behind it, where there is more than one."""
    return f"{name}-{family.replace(' ', '_')}" if family else name


def family_note(family: str) -> str:
    """What the colours of a family's figure mean."""
    return f" Coloured: {family}; grey: all others." if family else ""


def over_sizes(data: Data, rows: pd.DataFrame, members: list[str], note: str, family: str) -> Drawn:
    """Times against the size, a panel an operation: `members` coloured, the other backends of `rows` grey."""
    mine = rows[rows["backend"].isin(members)]
    measured = mine[mine["seconds"].notna()]
    operations = along_an_axis([name for name in OPERATIONS if name in set(measured["operation"])], rows, "size_bytes")
    figure, axes = panels(operations, height=1.5)
    for axis, operation in zip(axes, operations):
        axis.set_title(operation)
        here = rows[rows["operation"] == operation]
        lines.draw_context(axis, data, here[~here["backend"].isin(members)], "size_bytes")
        lines.draw_lines(axis, data, here[here["backend"].isin(members)], "size_bytes")
        size_axis(axis, sorted(rows["size_bytes"].unique()))
    same_heights(axes[: len(operations)], format_seconds)
    axis_labels(figure, "size of the payload", "time an operation")
    lines.legend(figure, data, mine)
    finding = captions.spread(mine, data.facts)
    columns = [*lines.KEPT, "error", "reason"]
    note = f"{note} {LINES}.{family_note(family)}{data.build_note(data.styles)}"
    note += in_the_table(measured["operation"], operations, "At one size only")
    return Drawn(figure, mine[columns], finding, note)


def along_an_axis(operations: list[str], rows: pd.DataFrame, column: str) -> list[str]:
    """Those that were measured at several values of `column`, or a panel would be a column of dots; all if none was."""
    counts = rows[rows["seconds"].notna()].groupby("operation", observed=True)[column].nunique()
    return [name for name in operations if counts.get(name, 0) > 1] or operations


def in_the_table(measured: pd.Series, shown: list[str], why: str) -> str:
    """What of a figure's table has no panel."""
    rest = [name for name in OPERATIONS if name in set(measured) - set(shown)]
    return f" {why}, so in the table alone: {', '.join(rest)}." if rest else ""


def throughput(data: Data) -> Iterator[tuple[str, Drawing]]:
    """Name, drawing: operations a second of all workers together, against their number; one figure a family."""
    rows = data.summary[data.summary["payload"] == "items"]
    several = rows[(rows["processes"] > 1) & (rows["operation"] != "start") & rows["seconds"].notna()]
    if several.empty:
        return
    keys = several[["operation", "size_bytes"]].drop_duplicates()
    rows = rows.merge(keys)
    values = {"per_second": "seconds", "per_second_low": "high", "per_second_high": "low"}
    timed = [len(timed_workers(*where)) for where in zip(rows["operation"], rows["processes"], strict=True)]
    rows = rows.assign(**{name: timed / rows[old] for name, old in values.items()})
    for name, members in data.families(rows[rows["backend"].isin(several["backend"])]).items():
        yield name_with_family("throughput", name), partial(over_workers, data, rows, members, name)


def over_workers(data: Data, rows: pd.DataFrame, members: list[str], family: str) -> Drawn:
    """Operations a second against the workers, a panel an operation at its largest size: `members` coloured."""
    rows = rows.assign(seconds=rows["per_second"], low=rows["per_second_low"], high=rows["per_second_high"])
    mine = rows[rows["backend"].isin(members)]
    several = mine[(mine["processes"] > 1) & mine["seconds"].notna()]
    largest = several.groupby("operation")["size_bytes"].max()  # one panel an operation: the table has all sizes
    shown = along_an_axis([name for name in OPERATIONS if name in largest], rows, "processes")
    places = [(operation, largest[operation]) for operation in shown]
    figure, axes = panels(places)
    workers, cores = sorted(rows["processes"].unique()), data.verdicts["run"]["machine"]["cores"]
    for axis, (operation, size) in zip(axes, places):
        here = rows[(rows["operation"] == operation) & (rows["size_bytes"] == size)]
        axis.set_title(f"{operation}, {units.format_bytes(int(size))}")
        lines.draw_context(axis, data, here[~here["backend"].isin(members)], "processes")
        lines.draw_lines(axis, data, here[here["backend"].isin(members)], "processes")
        axis.set_xscale("log", base=2)
        axis.set_xticks(workers)
        axis.set_xlim(min(workers) / 1.3, max(workers) * 1.3)
        if max(workers) > cores:
            axis.axvspan(cores * 1.05, max(workers) * 1.3, color="#000000", alpha=0.06, linewidth=0)
        axis.xaxis.set_major_formatter(FuncFormatter(format_number))
    same_heights(axes[: len(places)], format_number)
    axis_labels(figure, "worker processes", "operations a second")
    lines.legend(figure, data, mine, fastest_is_lowest=False)
    note = (
        "Across: the workers; up: operations a second of all of them. "
        "Shaded: more workers than cores; hollow: workers and the mechanism's server together "
        f"exceed the cores. Bands are 95% intervals over the blocks.{family_note(family)}{data.build_note(data.styles)}"
    )
    if not ROLES.keys().isdisjoint(operation for operation, _ in places):
        note += " Where some read while others write: those alone that do what is named."
    note += in_the_table(several["operation"], shown, "With one number of workers only")
    columns = ["interpreter", "backend", "size_bytes", "processes", "operation", "per_second", "per_second_low"]
    return Drawn(figure, mine[[*columns, "per_second_high", "oversubscribed"]], captions.scaling(mine), note)
