"""Lines over sizes or workers: how they look, their intervals, where they end, the legend."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from render.figures.data import Data
from render.figures.style import (
    COLOURS,
    CONTEXT,
    MARKERS,
)

KEPT = ["interpreter", "backend", "payload", "size_bytes", "processes", "operation", "seconds", "low", "high", "blocks"]


def line_style(place: int) -> dict[str, Any]:
    """How the lines of a panel differ."""
    return {"color": COLOURS[place % len(COLOURS)], "marker": MARKERS[place % len(MARKERS)]}


def one_line(axis: Axes, part: pd.DataFrame, across: str, style: dict[str, Any], line: str = "-") -> None:
    """A line with its interval as a band."""
    axis.plot(part[across], part["seconds"], line, markersize=2.8, linewidth=1.1, **style)
    low, high = (part[name].astype(float) for name in ("low", "high"))
    axis.fill_between(part[across].astype(float), low, high, color=style["color"], alpha=0.15, linewidth=0)


def draw_lines(axis: Axes, data: Data, rows: pd.DataFrame, across: str) -> None:
    """One line a backend and interpreter, its interval as a band, hollow markers where the cores were exceeded."""
    for (backend, interpreter), part in rows.groupby(["backend", "interpreter"]):
        if interpreter not in data.styles or part["seconds"].isna().all():
            continue
        part = part.sort_values(across, kind="stable")
        known = part[part["seconds"].notna()]
        place = list(data.styles).index(interpreter)
        style: dict[str, Any] = {"color": data.colours[str(backend)], "marker": MARKERS[place % len(MARKERS)]}
        one_line(axis, known, across, style, data.styles[interpreter])
        over = known[known["oversubscribed"].fillna(False).astype(bool)]
        axis.plot(over[across], over["seconds"], linewidth=0, markersize=3.6, fillstyle="none", **style)
        axis.plot(over[across], over["seconds"], linewidth=0, markersize=2.2, **dict(style, color="white"))
        mark_end(axis, part, across, style["color"])


def mark_end(axis: Axes, part: pd.DataFrame, across: str, colour: str) -> None:
    """A cross where a line ends before its time: the first that was refused or failed, at the height of the last."""
    known = part[part["seconds"].notna()]
    beyond = part[part["seconds"].isna() & (part[across] > known[across].max())]
    if beyond.empty or known.empty:
        return
    last, place = known.iloc[-1], beyond[across].iloc[0]
    axis.plot([last[across], place], [last["seconds"]] * 2, ":", color=colour, linewidth=0.8)
    axis.plot(place, last["seconds"], "x", color=colour, markersize=3.6, markeredgewidth=1.1)


def draw_context(axis: Axes, data: Data, rows: pd.DataFrame, across: str) -> None:
    """The other families, grey and thin, under the newest interpreter: one path with gaps, which keeps files small."""
    xs, ys = [], []
    for _, part in rows[rows["interpreter"] == data.interpreters[-1]].groupby("backend"):
        part = part[part["seconds"].notna()].sort_values(across, kind="stable")
        xs += [*part[across], np.nan]
        ys += [*part["seconds"].astype(float), np.nan]
    axis.plot(xs, ys, color=CONTEXT, linewidth=0.7, zorder=1)


def legend(figure: Figure, data: Data, rows: pd.DataFrame, fastest_is_lowest: bool = True) -> None:
    """Colours are backends, the fastest in the median first; line styles are interpreters."""
    medians = rows[rows["seconds"].notna()].groupby("backend", observed=True)["seconds"].median()
    backends = medians.astype(float).sort_values(ascending=fastest_is_lowest, kind="stable").index
    handles = [Line2D([], [], color=data.colours[name], label=name) for name in backends]
    handles += [
        Line2D([], [], color="#444444", linestyle=style, marker=MARKERS[place], markersize=2.8, label=f"Python {name}")
        for place, (name, style) in enumerate(data.styles.items())
    ]
    figure.legend(handles=handles, loc="outside upper center", ncols=min(len(handles), 3), frameon=False)
