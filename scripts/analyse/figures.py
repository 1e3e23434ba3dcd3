"""One function a figure: from the table of cells, or a claim's readings, to an SVG of its name."""

import argparse
import json
from pathlib import Path

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt
import numpy as np
import seaborn as sns
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter, NullLocator

from analyse import collect, statement, table
from analyse.instrument import disturbance
from analyse.statement import age
from measure import contract

# Okabe and Ito's colours, which the colour-blind can tell apart; the backends take them in the order of their names.
COLOURS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#F0E442"]
VERDICTS = {"holds": "#009E73", "fails": "#D55E00", "undecided": "#999999"}
STYLES = ["-", "--", ":", "-."]
MARKERS = ["o", "s", "^", "D"]
STYLE = {
    "svg.fonttype": "none",
    "svg.hashsalt": "trial",
    "font.family": "sans-serif",
    "font.size": 9,
    "axes.titlesize": 10,
    "axes.grid": True,
    "grid.color": "#e5e5e5",
    "axes.axisbelow": True,
}


class Data:
    """What the figures draw: the summary of every condition, and the verdicts."""

    def __init__(self, samples, verdicts):
        everything = collect.summary(samples)
        self.summary = everything[~everything["backend"].isin(verdicts["run"].get("controls", {}))]
        self.conduct = disturbance(samples)
        self.verdicts = verdicts
        self.interpreters = sorted(self.ends(), key=age)
        self.colours = dict(zip(sorted(self.summary["backend"].unique()), COLOURS))
        self.styles = dict(zip(self.interpreters, STYLES))

    def look(self, interpreter):
        """How an interpreter's line is drawn in a figure about interpreters: one colour and marker each."""
        labels = sorted(self.summary["interpreter"].unique(), key=age)
        place = labels.index(interpreter)
        style = {"color": COLOURS[place % len(COLOURS)], "marker": MARKERS[place % len(MARKERS)]}
        return dict(style, markersize=4, linewidth=1.2)

    def ends(self):
        """The interpreters that have more than one size: the others are a strip for "since when"."""
        sizes = self.summary.groupby("interpreter")["size_bytes"].nunique()
        return list(sizes[sizes > 1].index) or list(sizes.index)


def time_items(data):
    """Time an operation takes against the size of the payload, one panel an operation."""
    return time_over_size(data, "items")


def time_blob(data):
    """The same for one object of bytes."""
    return time_over_size(data, "blob")


def time_over_size(data, payload):
    rows = data.summary[(data.summary["payload"] == payload) & (data.summary["processes"] == 1)]
    operations = [name for name in contract.OPERATIONS if name in set(rows["operation"][rows["seconds"].notna()])]
    operations = [name for name in operations if name != "start"]
    figure, axes = panels(operations, 4)
    for axis, operation in zip(axes, operations):
        axis.set_title(operation)
        draw_lines(axis, data, rows[rows["operation"] == operation], "size_bytes")
        size_axis(axis, sorted(rows["size_bytes"].unique()))
        log_axis(axis, seconds)
    label(figure, "size of the payload", "time an operation (whole payload for iterate and the copies)")
    legend(figure, data, rows)
    return figure


def throughput(data):
    """Operations a second of all workers together, against their number; hollow where they exceed the cores."""
    rows = data.summary[data.summary["payload"] == "items"]
    several = rows[rows["processes"] > 1]
    if several.empty:
        return None
    keys = several[["operation", "size_bytes"]].drop_duplicates()
    rows = rows.merge(keys)
    rows = rows.assign(
        **{
            name: rows["processes"] / rows[old]
            for name, old in (("seconds", "seconds"), ("low", "high"), ("high", "low"))
        }
    )
    operations = [name for name in contract.OPERATIONS if name in set(several["operation"]) - {"start"}]
    figure, axes = panels(operations, 4)
    for axis, operation in zip(axes, operations):
        part = rows[rows["operation"] == operation]
        axis.set_title(f"{operation}, {statement.size(int(part['size_bytes'].iloc[0]))}")
        draw_lines(axis, data, part, "processes")
        axis.set_xscale("log", base=2)
        axis.set_xticks(sorted(part["processes"].unique()))
        axis.xaxis.set_major_formatter(FuncFormatter(plain))
        log_axis(axis, plain)
    label(
        figure, "worker processes (hollow: they and their server exceed the cores)", "operations a second, all workers"
    )
    legend(figure, data, rows)
    return figure


def run_over_time(data):
    """Each cell at its time: the fixed task against its median, and the processors' time that others took."""
    cells = data.conduct.sort_values("wall_started")
    minutes = ((cells["wall_started"] - cells["wall_started"].min()) / 60).astype(float)
    figure, axes = plt.subplots(2, 1, figsize=(9, 3.6), sharex=True, layout="constrained")
    quiet = ~cells["disturbed"]
    for axis, column, name in zip(
        axes, ("canary", "busy"), ("fixed task,\ntimes the median", "others' share of\nthe processors")
    ):
        for chosen, colour in ((quiet, "#0072B2"), (~quiet, "#D55E00")):
            axis.plot(minutes[chosen], cells[column][chosen].astype(float), "o", color=colour, markersize=2.2)
        axis.set_ylabel(name)
        for block, part in minutes.groupby(cells["block"]):
            if int(block) % 2:
                axis.axvspan(part.min(), part.max(), color="#000000", alpha=0.05, linewidth=0)
    axes[1].set_xlabel("minutes since the start")
    return figure


def draw_lines(axis, data, rows, across):
    """One line a backend and interpreter, its interval as a band, hollow markers where the cores were exceeded."""
    for (backend, interpreter), part in rows[rows["seconds"].notna()].groupby(["backend", "interpreter"]):
        if interpreter not in data.styles:
            continue
        part = part.sort_values(across)
        colour, style = data.colours[backend], data.styles[interpreter]
        marker = MARKERS[list(data.styles).index(interpreter)]
        axis.plot(part[across], part["seconds"], style, color=colour, linewidth=1.3)
        full = ~part["oversubscribed"].astype(bool)
        axis.plot(part[across][full], part["seconds"][full], marker, color=colour, markersize=3.5)
        axis.plot(part[across][~full], part["seconds"][~full], marker, color=colour, markersize=4.5, fillstyle="none")
        axis.fill_between(
            part[across].astype(float),
            part["low"].astype(float),
            part["high"].astype(float),
            color=colour,
            alpha=0.15,
            linewidth=0,
        )


def claim(data, verdict):
    """A claim's readings against its margins: over the sizes where a reading is about one size, else one row each."""
    readings = [reading for reading in verdict["readings"] if reading["estimate"] is not None]
    if not readings:
        return None
    if isinstance(readings[0]["conditions"].get("size"), int):
        return over_sizes(data, verdict, readings)
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
    figure.legend(handles=handles, loc="outside lower center", ncols=6, frameon=False)
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


def size_axis(axis, sizes):
    """Ticks at the sizes that were measured, and one range for all panels."""
    axis.set_xscale("log", base=2)
    axis.set_xticks(sizes, [statement.size(int(size)) for size in sizes])
    axis.xaxis.set_minor_locator(NullLocator())
    axis.set_xlim(min(sizes) / 2, max(sizes) * 2)
    axis.tick_params(axis="x", rotation=35)


def log_axis(axis, words):
    """A logarithmic axis up; its small ticks have words only where it spans less than a decade."""
    axis.set_yscale("log")
    low, high = axis.get_ylim()
    axis.yaxis.set_major_formatter(FuncFormatter(words))
    axis.yaxis.set_minor_locator(LogLocator(subs=(2, 3, 5)))
    axis.yaxis.set_minor_formatter(FuncFormatter(words) if high / low < 10 else NullFormatter())


def plain(value, _=None):
    return f"{value:,g}"


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
    criterion, margin = verdict["margins"][0]["criterion"], verdict["margins"][0]["margin"]
    if criterion == "flat":
        return [1 / margin, margin]
    return margin if isinstance(margin, list) else [margin]


def told(reading):
    """A reading's conditions in a few words."""
    where = dict(reading["conditions"])
    if isinstance(where.get("size"), list):
        where.pop("size")
    names = ("interpreter", "mode", "operation", "payload", "size", "processes")
    return ", ".join(filter(None, (statement.word(name, where.get(name)) for name in names))).replace(", 1 process", "")


def panels(names, columns):
    """A figure with one axis a name, and the axes."""
    columns = min(columns, max(1, len(names)))
    rows = -(-len(names) // columns)
    figure, axes = plt.subplots(
        rows, columns, figsize=(2.9 * columns, 2.3 * rows + 0.9), squeeze=False, layout="constrained"
    )
    for axis in axes.flat[len(names) :]:
        axis.set_visible(False)
    return figure, list(axes.flat)


def label(figure, across, up):
    figure.supxlabel(across, fontsize=9)
    figure.supylabel(up, fontsize=9)


def legend(figure, data, rows):
    """Colours are backends, line styles interpreters."""
    backends = sorted(rows["backend"][rows["seconds"].notna()].unique())
    handles = [Line2D([], [], color=data.colours[name], label=name) for name in backends]
    handles += [
        Line2D([], [], color="#444444", linestyle=style, marker=MARKERS[place], markersize=4, label=f"Python {name}")
        for place, (name, style) in enumerate(data.styles.items())
    ]
    figure.legend(handles=handles, loc="outside lower center", ncols=min(len(handles), 6), frameon=False)


def seconds(value, _=None):
    """1 ns, 30 µs, 2 ms, 5 s."""
    for factor, unit in ((1, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns")):
        if value >= factor * 0.9999:
            return f"{value / factor:.3g} {unit}"
    return f"{value:.1e} s"


def save(figure, path):
    if figure is not None:
        figure.savefig(path, metadata={"Date": None, "Creator": None})
        plt.close(figure)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("samples", "verdicts", "out"):
        parser.add_argument(f"--{name}", required=True, type=Path)
    given = parser.parse_args()
    verdicts = json.loads(given.verdicts.read_text(encoding="utf-8"))
    sns.set_theme(style="ticks", rc=STYLE)
    data = Data(table.load(given.samples), verdicts)
    given.out.mkdir(parents=True, exist_ok=True)
    for function in (time_items, time_blob, throughput, run_over_time):
        save(function(data), given.out / f"{function.__name__}.svg")
    for verdict in verdicts["claims"]:
        save(claim(data, verdict), given.out / f"{verdict['id']}.svg")


if __name__ == "__main__":
    main()
