"""What the figures share: colours that the colour-blind can tell apart, panels, axes, labels, numbers with units."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter, NullLocator

from support import units

matplotlib.use("svg")
# Okabe and Ito's colours, which the colour-blind can tell apart; the backends take them in the order of their names.
COLOURS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#B8A900"]
VERDICTS = {"holds": "#009E73", "fails": "#D55E00", "undecided": "#777777"}
CONTEXT = "#c8c8c8"  # what a panel shows for comparison only
STYLES: list[Literal["-", "--", ":", "-."]] = ["-", "--", ":", "-."]
MARKERS = ["o", "s", "^", "D", "v", "P"]
GAP = 0.1  # of a panel's height: between two direct labels
WIDE, NARROW = 7.0, 3.4  # inches: a page and a column of the paper
# The font is one that matplotlib brings along: another machine's would move what is laid out, and so the file's bytes.
STYLE = {
    "svg.fonttype": "none",
    "svg.hashsalt": "trial",
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 7.5,
    "axes.titlesize": 8,
    "axes.labelsize": 7.5,
    "xtick.labelsize": 7,
    "ytick.labelsize": 7,
    "legend.fontsize": 7,
    "legend.handlelength": 1.5,
    "legend.columnspacing": 1.0,
    "hatch.linewidth": 0.7,
    "axes.linewidth": 0.6,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "xtick.minor.width": 0.4,
    "ytick.minor.width": 0.4,
    "xtick.major.size": 2.5,
    "ytick.major.size": 2.5,
    "xtick.minor.size": 1.5,
    "ytick.minor.size": 1.5,
    "axes.grid": True,
    "grid.color": "#e5e5e5",
    "grid.linewidth": 0.5,
    "axes.axisbelow": True,
    "axes.spines.top": False,
    "axes.spines.right": False,
}


class Drawn(NamedTuple):
    """A figure, the table behind it, what it shows in one sentence, and how to read it."""

    figure: Figure
    table: pd.DataFrame
    finding: str
    note: str


Drawing = Callable[[], Drawn | None]  # draws a figure; None where the run has no data for it


def panels(names: Sequence[object], columns: int = 4, height: float = 1.35) -> tuple[Figure, list[Axes]]:
    """A figure as wide as a page with one axis a name, and the axes."""
    columns = min(columns, max(1, len(names)))
    rows = -(-len(names) // columns)
    width = WIDE if columns > 2 else WIDE * columns / 3
    figure, axes = plt.subplots(
        rows, columns, figsize=(width, height * rows + 0.55), squeeze=False, layout="constrained"
    )
    for axis in axes.flat[len(names) :]:
        axis.set_visible(False)
    return figure, list(axes.flat)


def axis_labels(figure: Figure, across: str, up: str) -> None:
    """What all panels have across and up, once."""
    figure.supxlabel(across, fontsize=7)
    figure.supylabel(up, fontsize=7)


def size_axis(axis: Axes, sizes: Sequence[float]) -> None:
    """Ticks at the sizes that were measured, and one range for all panels."""
    axis.set_xscale("log", base=2)
    axis.set_xticks(sizes, [units.format_bytes(int(size)) for size in sizes])
    axis.xaxis.set_minor_locator(NullLocator())
    axis.set_xlim(min(sizes) / 2, max(sizes) * 2)
    axis.tick_params(axis="x", rotation=35)


def log_axis(axis: Axes, words: Callable[..., str]) -> None:
    """A logarithmic axis up; its small ticks have words only where it spans less than a decade."""
    axis.set_yscale("log")
    low, high = axis.get_ylim()
    axis.yaxis.set_major_formatter(FuncFormatter(words))
    axis.yaxis.set_minor_locator(LogLocator(subs=(2, 3, 5)))
    axis.yaxis.set_minor_formatter(FuncFormatter(words) if high / low < 10 else NullFormatter())


def same_heights(axes: Sequence[Axes], words: Callable[..., str]) -> None:
    """One logarithmic range up for panels that are compared: a line of one height means the same in each."""
    for axis in axes:
        axis.set_yscale("log")
    ends = [axis.get_ylim() for axis in axes]
    low, high = min(one for one, _ in ends), max(one for _, one in ends)
    for axis in axes:
        axis.set_ylim(low, high)
        log_axis(axis, words)


def direct_labels(axis: Axes, ends: list[tuple[float, str, str]]) -> None:
    """Name lines at their right ends: (height, text, colour) each. Labels are pushed apart until none overlaps."""
    low, high = np.log(axis.get_ylim())
    ends = sorted(ends)
    wanted = [(np.log(height) - low) / (high - low) for height, _, _ in ends]
    for place, (_, text, colour) in zip(push_apart(wanted, GAP), ends, strict=True):
        axis.text(1.02, place, text, color=colour, transform=axis.transAxes, va="center", fontsize=6.5)


def push_apart(places: list[float], gap: float) -> list[float]:
    """`places`, ascending, moved up as little as it takes to lie `gap` apart, then down together into 0 to 1."""
    moved: list[float] = []
    for place in places:
        moved.append(max(place, moved[-1] + gap) if moved else place)
    excess = max(0.0, moved[-1] - 1) if moved else 0.0
    return [place - excess for place in moved]
