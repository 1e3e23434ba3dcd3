"""A claim's figures: its readings against the margins, and what shows its causes."""

from __future__ import annotations

from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

from judge.words import wording
from render.figures import captions
from render.figures.data import Data
from render.figures.style import (
    COLOURS,
    MARKERS,
    NARROW,
    VERDICTS,
    Drawn,
    axis_labels,
    direct_labels,
    log_axis,
    panels,
    size_axis,
)
from support import units
from support.units import format_number, version_key

WIDE_ENOUGH = 6.0  # inches: the conditions of a ratio are long
NUMBERS = ["criterion", "estimate", "low", "high", "unit", "verdict", "reason"]


def claim(data: Data, verdict: dict[str, Any]) -> Drawn | None:
    """A claim's readings against its margins: over the sizes where a reading is about one size, else one row each."""
    readings = [reading for reading in verdict["readings"] if reading["estimate"] is not None]
    if not readings:
        return None
    if isinstance(readings[0]["conditions"].get("size"), int):
        return over_sizes(data, verdict, readings)
    readings = [reading for reading in readings if reading["decides"]] or readings
    rows = list(dict.fromkeys(format_reading(reading) for reading in readings))
    figure, axis = plt.subplots(figsize=(NARROW, 0.85 + 0.15 * len(rows)), layout="constrained")
    forest(axis, rows, readings, verdict)
    labels = sorted({reading["conditions"]["interpreter"] for reading in readings}, key=version_key)
    handles = [Line2D([], [], color=colour, linewidth=3, label=name) for name, colour in VERDICTS.items()]
    handles += [
        Line2D([], [], color="#444444", marker=MARKERS[place % len(MARKERS)], linewidth=0, markersize=3.5, label=name)
        for place, name in enumerate(f"Python {one}" for one in labels)
    ]
    figure.legend(handles=handles, loc="outside lower center", ncols=3, frameon=False)
    tests = [test for test in verdict["margins"] if test["criterion"] == readings[0]["criterion"]]
    finding = captions.extremes(readings, captions.format_margins(tests))
    note = "Estimates with 95% intervals over the blocks; dashed: the margin." + ratio_note(data, readings)
    if any(map(captions.is_lower_bound, readings)):
        note += " Hollow, with an arrow: at least so much; the search ended there, and not at a limit."
    return Drawn(figure, table(readings), finding, note)


def table(readings: list[dict[str, Any]]) -> pd.DataFrame:
    """The readings as a table: one row each."""
    columns = ["interpreter", "operation", "payload", "size", "processes", "against", "among", "mode"]
    rows = []
    for reading in readings:
        where = reading["conditions"]
        sizes = where.get("size")
        size = " to ".join(map(str, (sizes[0], sizes[-1]))) if isinstance(sizes, list) and sizes else sizes
        rows.append([{**where, "size": size}.get(name) for name in columns] + [reading[name] for name in NUMBERS])
    frame = pd.DataFrame(rows, columns=[*columns, *NUMBERS]).dropna(axis="columns", how="all")
    return frame.astype(dict.fromkeys(frame.columns.intersection(["size", "processes"]), object))


def over_sizes(data: Data, verdict: dict[str, Any], readings: list[dict[str, Any]]) -> Drawn:
    """Ratio or regret against the size, one panel an operation and payload; one process, the test that decides."""
    readings = [r for r in readings if r["decides"] and r["conditions"]["processes"] == 1]
    names = list(dict.fromkeys((r["conditions"]["operation"], r["conditions"]["payload"]) for r in readings))
    figure, axes = panels(names)
    for axis, (operation, payload) in zip(axes, names):
        axis.set_title(f"{operation}, {payload}")
        part = [
            r for r in readings if (r["conditions"]["operation"], r["conditions"]["payload"]) == (operation, payload)
        ]
        shade(axis, verdict)
        for interpreter in sorted({r["conditions"]["interpreter"] for r in part}, key=version_key):
            points(axis, data, interpreter, [r for r in part if r["conditions"]["interpreter"] == interpreter])
        size_axis(axis, sorted({r["conditions"]["size"] for r in readings}))
        log_axis(axis, format_number)
        direct_labels(axis, line_ends(data, part))
    unit = f"{' / '.join(verdict['over'])}, times" if verdict.get("over") else readings[0]["unit"]
    axis_labels(figure, "size of the payload", unit)
    labels = sorted({r["conditions"]["interpreter"] for r in readings}, key=version_key)
    handles = [Line2D([], [], **data.look(name), label=f"Python {name}") for name in labels]
    figure.legend(handles=handles, loc="outside upper center", ncols=6, frameon=False)
    finding = captions.extremes(readings, captions.format_margins(verdict["margins"][:1]))
    note = "One process; bars are 95% intervals over the blocks; dashed line or grey band: the margin."
    return Drawn(figure, table(readings), finding, note + ratio_note(data, readings))


def ratio_note(data: Data, readings: list[dict[str, Any]]) -> str:
    """What interpreters that were built otherwise still tell beside each other: ratios, each within one of them."""
    if readings[0]["criterion"] == "limit":
        return ""
    words = data.build_note({reading["conditions"]["interpreter"] for reading in readings})
    return f" Each estimate is of one Python alone.{words}" if words else ""


def line_ends(data: Data, readings: list[dict[str, Any]]) -> list[tuple[float, str, str]]:
    """(height, name, colour) of each interpreter's last estimate, of those that have a line."""
    ends = []
    for interpreter in {r["conditions"]["interpreter"] for r in readings}:
        part = [r for r in readings if r["conditions"]["interpreter"] == interpreter]
        if len(part) > 1:
            last = max(part, key=lambda r: r["conditions"]["size"])
            ends.append((last["estimate"], interpreter, data.look(interpreter)["color"]))
    return ends


def points(axis: Axes, data: Data, interpreter: str, readings: list[dict[str, Any]]) -> None:
    """One interpreter's estimates with their intervals."""
    readings = sorted(readings, key=lambda r: r["conditions"]["size"])
    axis.plot([r["conditions"]["size"] for r in readings], [r["estimate"] for r in readings], **data.look(interpreter))
    known = [r for r in readings if r["low"] is not None]
    axis.vlines(
        [r["conditions"]["size"] for r in known],
        [r["low"] for r in known],
        [r["high"] for r in known],
        color=data.look(interpreter)["color"],
        linewidth=1.2,
        alpha=0.6,
    )


def shade(axis: Axes, verdict: dict[str, Any]) -> None:
    """The claim itself, drawn: the margin of its first test as a line, a pair as a band."""
    for entry in verdict["margins"][:1]:
        margin = entry["margin"]
        if isinstance(margin, list):
            axis.axhspan(*margin, color="#000000", alpha=0.1, linewidth=0)
        else:
            axis.axhline(margin, color="black", linewidth=0.8, linestyle="--")


def forest(axis: Axes, rows: list[str], readings: list[dict[str, Any]], verdict: dict[str, Any]) -> None:
    """One row a condition, in the order of the claim; the interpreters in it side by side."""
    labels = sorted({reading["conditions"]["interpreter"] for reading in readings}, key=version_key)
    step = 0.7 / len(labels)
    for reading in readings:
        place = labels.index(reading["conditions"]["interpreter"])
        position = len(rows) - 1 - rows.index(format_reading(reading)) + 0.35 - step * (place + 0.5)
        colour = VERDICTS[reading["verdict"]]
        if reading["low"] is not None and reading["high"] is not None:
            axis.plot([reading["low"], reading["high"]], [position, position], color=colour, linewidth=1.4, alpha=0.6)
        marker = MARKERS[place % len(MARKERS)]
        if captions.is_lower_bound(reading):
            at_least(axis, reading["estimate"], position, marker, colour)
        else:
            axis.plot(reading["estimate"], position, marker, color=colour, markersize=2.6, markeredgewidth=0)
    axis.set_yticks(range(len(rows)), rows[::-1])
    axis.set_ylim(-0.7, len(rows) - 0.3)
    axis.set_xscale("log")
    axis.xaxis.set_major_locator(LogLocator(numticks=6))
    axis.xaxis.set_major_formatter(FuncFormatter(format_number))
    axis.xaxis.set_minor_formatter(NullFormatter())
    axis.grid(axis="y", visible=False)
    edges = lines(verdict)
    for line in edges:
        axis.axvline(line, color="black", linewidth=0.8, linestyle="--")
    if len(edges) == 2:
        axis.axvspan(*edges, color="#000000", alpha=0.07, linewidth=0)
    axis.set_xlabel(f"{readings[0]['unit']} (dashed: the margin)")


def at_least(axis: Axes, value: float, position: float, marker: str, colour: str) -> None:
    """A value that is no limit, because the search ended there: hollow, with an arrow to what wasn't tried."""
    arrow = {"arrowstyle": "<-", "color": colour, "linewidth": 0.7, "shrinkA": 0, "shrinkB": 2}
    axis.annotate("", (value, position), (11, 0), textcoords="offset points", arrowprops=arrow)
    axis.plot(value, position, marker, color=colour, markersize=2.6, markeredgewidth=0.6, markerfacecolor="white")


def lines(verdict: dict[str, Any]) -> list[float]:
    """Where the margin lies on the axis."""
    tests = [test for test in verdict["margins"] if test["margin"] is not None]
    criterion, margin = tests[0]["criterion"], tests[0]["margin"]
    if criterion in ("flat", "alike"):
        return [1 / margin, margin]
    return margin if isinstance(margin, list) else [margin]


def format_reading(reading: dict[str, Any]) -> str:
    """A reading's conditions but for its interpreter in a few words."""
    where = reading["conditions"]
    words = [wording.format_factor("against", where["against"])] if where.get("against") else [where["operation"]]
    words = [] if where["operation"] == "create and read back" else words
    words += [where["payload"], where.get("mode") if where.get("mode") != "plain" else None]
    words += [units.format_bytes(where["size"])] if isinstance(where.get("size"), int) else []
    return ", ".join(filter(None, words))


def evidence(data: Data, verdict: dict[str, Any]) -> Drawn | None:
    """What shows the claim's causes, each figure with its interval and its bound; None where no cause is shown."""
    shown = [one for cause in verdict["causes"] if cause["agrees"] for one in cause["evidence"]]
    if not shown:
        return None
    figure, axis = plt.subplots(figsize=(WIDE_ENOUGH, 0.5 + 0.15 * len(shown)), layout="constrained")
    positions = np.arange(len(shown))[::-1]
    for position, one in zip(positions, shown):
        if one["low"] is not None:
            axis.plot([one["low"], one["high"]], [position, position], color=COLOURS[0], linewidth=1.6, alpha=0.5)
        if one.get("capped"):
            at_least(axis, one["estimate"], float(position), "o", COLOURS[0])
        else:
            axis.plot(one["estimate"], position, "o", color=COLOURS[0], markersize=3)
        for name, mark in (("at_least", ">"), ("at_most", "<")):
            if name in one:
                axis.plot(one[name], position, marker=mark, color="black", markersize=4)
    axis.set_yticks(positions, [format_ratio(one) for one in shown])
    axis.set_ylim(-0.8, len(shown) - 0.2)
    names = ("estimate", "low", "high", "at_least", "at_most")
    log_values(axis, [one[name] for one in shown for name in names if one.get(name)])
    axis.grid(axis="y", visible=False)
    axis.set_xlabel("ratio of the times" if {"size", "sizes"} & set(shown[0]) else "bytes")
    rows = pd.DataFrame([dict(one, ratio=" / ".join(one["ratio"])) for one in shown])
    note = "Estimates with 95% intervals; the arrow is the bound that each has to keep."
    return Drawn(figure, rows, captions.count_bounds_kept(shown), note)


def log_values(axis: Axes, values: list[float]) -> None:
    """A logarithmic axis across, with words at its small ticks where the values span less than a factor of 8."""
    axis.set_xscale("log")
    axis.set_xlim(min(values) / 1.5, max(values) * 1.5)
    axis.xaxis.set_major_formatter(FuncFormatter(format_number))
    axis.xaxis.set_minor_locator(LogLocator(subs=(2, 3, 5)))
    axis.xaxis.set_minor_formatter(FuncFormatter(format_number) if max(values) / min(values) < 8 else NullFormatter())


def format_ratio(one: dict[str, Any]) -> str:
    """A ratio that a cause rests on: of which backends, and where."""
    where = [f"Python {one['interpreter']}", one["operation"], one["payload"]]
    where += [units.format_bytes(one["size"])] if "size" in one else []
    where += [" / ".join(map(units.format_bytes, one["sizes"]))] if "sizes" in one else []
    return f"{' / '.join(one['ratio'])}: {', '.join(where)}"
