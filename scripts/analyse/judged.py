"""A claim's figures: its readings against the margins, and what shows its causes."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, NullFormatter

from analyse import statement
from analyse.axes import COLOURS, VERDICTS, label, log_axis, panels, plain, size_axis
from analyse.statement import age


def claim(data, verdict):
    """A claim's readings against its margins: over the sizes where a reading is about one size, else one row each."""
    readings = [reading for reading in verdict["readings"] if reading["estimate"] is not None]
    if not readings:
        return None
    if isinstance(readings[0]["conditions"].get("size"), int):
        return over_sizes(data, verdict, readings)
    readings = [reading for reading in readings if reading["criterion"] == readings[0]["criterion"]]
    figure, axis = plt.subplots(figsize=(9, 1.4 + 0.2 * len(readings)), layout="constrained")
    forest(axis, readings, verdict)
    handles = [Line2D([], [], color=colour, marker="o", linewidth=1, label=name) for name, colour in VERDICTS.items()]
    figure.legend(handles=handles, loc="outside lower center", ncols=3, frameon=False)
    return figure


def over_sizes(data, verdict, readings):
    """Ratio or regret against the size, one panel an operation and payload; one process, the claim's last test."""
    last = readings[-1]["criterion"], readings[-1]["conditions"].get("among")
    readings = [r for r in readings if in_group(r, last) and r["conditions"]["processes"] == 1]
    names = list(dict.fromkeys((r["conditions"]["operation"], r["conditions"]["payload"]) for r in readings))
    figure, axes = panels(names, 4)
    for axis, (operation, payload) in zip(axes, names):
        axis.set_title(f"{operation}, {payload}")
        part = [
            r for r in readings if (r["conditions"]["operation"], r["conditions"]["payload"]) == (operation, payload)
        ]
        shade(axis, verdict)
        for interpreter in sorted({r["conditions"]["interpreter"] for r in part}, key=age):
            points(axis, data, interpreter, [r for r in part if r["conditions"]["interpreter"] == interpreter])
        size_axis(axis, sorted({r["conditions"]["size"] for r in readings}))
        log_axis(axis, plain)
    label(
        figure,
        "size of the payload",
        f"{' / '.join(verdict['over'])}, times" if verdict.get("over") else readings[0]["unit"],
    )
    labels = sorted({r["conditions"]["interpreter"] for r in readings}, key=age)
    handles = [Line2D([], [], **data.look(name), label=f"Python {name}") for name in labels]
    figure.legend(handles=handles, loc="outside upper center", ncols=6, frameon=False)
    return figure


def points(axis, data, interpreter, readings):
    """One interpreter's estimates with their intervals."""
    sizes = [r["conditions"]["size"] for r in readings]
    values = [r["estimate"] for r in readings]
    axis.plot(sizes, values, **data.look(interpreter))
    known = [r for r in readings if r["low"] is not None]
    axis.vlines(
        [r["conditions"]["size"] for r in known],
        [r["low"] for r in known],
        [r["high"] for r in known],
        color=data.look(interpreter)["color"],
        linewidth=1.2,
        alpha=0.6,
    )


def shade(axis, verdict):
    """The claim itself, drawn: every margin as a line, a pair as a band."""
    for entry in verdict["margins"]:
        margin = entry["margin"]
        if isinstance(margin, list):
            axis.axhspan(*margin, color="#000000", alpha=0.07, linewidth=0)
        else:
            axis.axhline(margin, color="black", linewidth=0.9, linestyle="--")


def in_group(reading, group):
    return (reading["criterion"], reading["conditions"].get("among")) == group


def forest(axis, readings, verdict):
    """One row a reading, in the order of the claim."""
    positions = np.arange(len(readings))[::-1]
    for position, reading in zip(positions, readings):
        colour = VERDICTS[reading["verdict"]]
        if reading["low"] is not None and reading["high"] is not None:
            axis.plot([reading["low"], reading["high"]], [position, position], color=colour, linewidth=2.4, alpha=0.5)
        axis.plot(reading["estimate"], position, "o", color=colour, markersize=3.5)
    axis.set_yticks(positions, [told(reading) for reading in readings], fontsize=8)
    axis.set_ylim(-0.8, len(readings) - 0.2)
    axis.set_xscale("log")
    axis.grid(axis="y", visible=False)
    for line in lines(verdict):
        axis.axvline(line, color="black", linewidth=0.8, linestyle="--")
    axis.set_xlabel(f"{readings[0]['unit']} (dashed: the margin)")


def lines(verdict):
    """Where the margin lies on the axis."""
    tests = [test for test in verdict["margins"] if test["margin"] is not None]
    criterion, margin = tests[0]["criterion"], tests[0]["margin"]
    if criterion in ("flat", "alike"):
        return [1 / margin, margin]
    return margin if isinstance(margin, list) else [margin]


def told(reading):
    """A reading's conditions in a few words."""
    where = dict(reading["conditions"])
    if isinstance(where.get("size"), list):
        where.pop("size")
    names = ("against", "interpreter", "mode", "operation", "payload", "size", "processes")
    return ", ".join(filter(None, (statement.word(name, where.get(name)) for name in names))).replace(", 1 process", "")


def evidence(data, verdict):
    """What shows the causes that agree: each ratio with its interval, against its bound."""
    shown = [one for cause in verdict.get("causes", []) if cause["agrees"] for one in cause["evidence"]]
    if not shown:
        return None
    figure, axis = plt.subplots(figsize=(9, 1.2 + 0.26 * len(shown)), layout="constrained")
    positions = np.arange(len(shown))[::-1]
    for position, one in zip(positions, shown):
        if one["low"] is not None:
            axis.plot([one["low"], one["high"]], [position, position], color=COLOURS[0], linewidth=2.4, alpha=0.5)
        axis.plot(one["estimate"], position, "o", color=COLOURS[0], markersize=4)
        for name, mark in (("at_least", ">"), ("at_most", "<")):
            if name in one:
                axis.plot(one[name], position, marker=mark, color="black", markersize=6)
    axis.set_yticks(positions, [ratio_told(one) for one in shown], fontsize=8)
    axis.set_ylim(-0.8, len(shown) - 0.2)
    names = ("estimate", "low", "high", "at_least", "at_most")
    log_values(axis, [one[name] for one in shown for name in names if one.get(name)])
    axis.grid(axis="y", visible=False)
    axis.set_xlabel("bytes" if "size" not in shown[0] else "ratio of the times")
    return figure


def log_values(axis, values):
    axis.set_xscale("log")
    axis.set_xlim(min(values) / 1.5, max(values) * 1.5)
    axis.xaxis.set_major_formatter(FuncFormatter(plain))
    axis.xaxis.set_minor_formatter(FuncFormatter(plain) if max(values) / min(values) < 20 else NullFormatter())


def ratio_told(one):
    where = [f"Python {one['interpreter']}", one["operation"], one["payload"]]
    where += [statement.size(one["size"])] if "size" in one else []
    return f"{' / '.join(one['ratio'])}: {', '.join(where)}"
