"""A claim's figures: its readings against the margins, and what shows its causes."""

from __future__ import annotations

import textwrap
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
    panels,
    same_heights,
    size_axis,
)
from support import units
from support.units import format_number, version_key

LETTERS = 60  # of a line that is as wide as a column of the paper
NUMBERS = ["criterion", "estimate", "low", "high", "unit", "verdict", "reason"]


def claim(data: Data, verdict: dict[str, Any]) -> Drawn | None:
    """A claim's readings against its margins: over the sizes where most were measured at several, else one row each."""
    readings = [reading for reading in verdict["readings"] if reading["estimate"] is not None]
    if not readings:
        return None
    tasks = by_task(readings)
    if 2 * sum(has_sizes(some) for some in tasks.values()) > len(tasks):
        return over_sizes(data, verdict, tasks)
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
    exact = readings[0]["criterion"] == "limit"
    how = (
        "The largest that was taken, found by an exact search"
        if exact
        else "Estimates with 95% intervals over the blocks"
    )
    note = f"{how}; dashed: the margin.{ratio_note(data, readings)}"
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


def by_task(readings: list[dict[str, Any]]) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """(operation, payload) -> the readings of one process, by the test that decides, which are about one size each."""
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for one in readings:
        where = one["conditions"]
        if one["decides"] and isinstance(where.get("size"), int) and where["processes"] == 1:
            found.setdefault((where["operation"], where["payload"]), []).append(one)
    return found


def has_sizes(readings: list[dict[str, Any]]) -> bool:
    """Whether they are of several sizes."""
    return len({one["conditions"]["size"] for one in readings}) > 1


def over_sizes(data: Data, verdict: dict[str, Any], tasks: dict[tuple[str, str], list[dict[str, Any]]]) -> Drawn:
    """Ratio or regret against the size, one panel a task that was measured at several, with one axis for all."""
    readings = [one for some in tasks.values() for one in some]
    shown = {task: some for task, some in tasks.items() if has_sizes(some)}
    figure, axes = panels(list(shown))
    for axis, ((operation, payload), part) in zip(axes, shown.items()):
        axis.set_title(f"{operation}, {payload}")
        shade(axis, verdict)
        for interpreter in sorted({r["conditions"]["interpreter"] for r in part}, key=version_key):
            points(axis, data, interpreter, [r for r in part if r["conditions"]["interpreter"] == interpreter])
        size_axis(axis, sorted({r["conditions"]["size"] for r in readings}))
    same_heights(axes[: len(shown)], format_number)
    for axis, part in zip(axes, shown.values()):
        direct_labels(axis, line_ends(data, part))
    unit = f"{' / '.join(verdict['over'])}, times" if verdict.get("over") else readings[0]["unit"]
    axis_labels(figure, "size of the payload", unit)
    labels = sorted({r["conditions"]["interpreter"] for r in readings}, key=version_key)
    handles = [Line2D([], [], **data.look(name), label=f"Python {name}") for name in labels]
    handles.append(Line2D([], [], color="black", linewidth=0.8, linestyle="--", label=asked(verdict)))
    figure.legend(handles=handles, loc="outside upper center", ncols=3, frameon=False)
    finding = captions.extremes(readings, captions.format_margins(verdict["margins"][:1]))
    note = f"One process; across: the size; up: {unit}. Bars are 95% intervals over the blocks."
    single = ", ".join(" of ".join(task) for task in tasks if task not in shown)
    note += f" At one size only, so in the table alone: {single}." if single else ""
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


def asked(verdict: dict[str, Any]) -> str:
    """What the claim asks for, in words."""
    test = next(test for test in verdict["margins"] if test["margin"] is not None)
    return f"claim: {captions.format_margin(test['criterion'], test['margin'])}"


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
    axis.set_title(asked(verdict), fontsize=7, loc="left")
    axis.set_xlabel(readings[0]["unit"])


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
    words += [wording.format_factor("processes", where["processes"])] if where.get("processes", 1) > 1 else []
    return ", ".join(filter(None, words))


def evidence(data: Data, verdict: dict[str, Any]) -> Drawn | None:
    """What shows the claim's causes, each figure with its interval and its bound; None where no cause is shown."""
    shown = [one for cause in verdict["causes"] if cause["agrees"] for one in cause["evidence"]]
    if not shown:
        return None
    words = [textwrap.fill(format_ratio(one), LETTERS) for one in shown]
    row = 0.42 if any("\n" in text for text in words) else 0.3  # inches
    figure, axis = plt.subplots(figsize=(NARROW, 0.5 + row * len(shown)), layout="constrained")
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
    for position, text in zip(positions, words):  # as wide as the figure, and above what they are of
        axis.text(0, position + 0.22, text, transform=axis.get_yaxis_transform(), va="bottom", fontsize=6.5)
    axis.set_yticks([])
    axis.set_ylim(-0.5, len(shown) - 0.2)
    names = ("estimate", "low", "high", "at_least", "at_most")
    log_values(axis, [one[name] for one in shown for name in names if one.get(name)])
    axis.grid(axis="y", visible=False)
    axis.set_xlabel("ratio of the times" if {"size", "sizes"} & set(shown[0]) else "bytes")
    rows = pd.DataFrame([dict(one, ratio=" / ".join(one["ratio"])) for one in shown])
    timed = {"size", "sizes"} & set(shown[0])
    how = "Estimates with 95% intervals" if timed else "The largest that were taken, found by an exact search"
    note = f"{how}; the arrow is the bound that each has to keep."
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
