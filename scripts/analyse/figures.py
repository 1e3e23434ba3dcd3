"""One function a figure: from the table of cells to an SVG of its name; and the claims' own."""

import argparse
import json
from pathlib import Path

import matplotlib.pyplot as plt
import seaborn as sns
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter

from analyse import collect, judged, standings, statement, table
from analyse.axes import COLOURS, MARKERS, STYLE, STYLES, label, log_axis, panels, plain, seconds, size_axis
from analyse.instrument import disturbance
from analyse.statement import age
from measure import contract

REFERENCE = "via_shared_memory"
# Words of the channels' names, so that a new one finds its panel by its name.
FAMILIES = {
    "memory": ("shared_memory", "memcpy", "handover"),
    "files": ("file",),
    "sockets": ("socket",),
    "pipes and servers": ("pipe", "queue", "manager"),
}


class Data:
    """What the figures draw: the summary of every condition, and the verdicts."""

    def __init__(self, samples, verdicts):
        everything = collect.summary(table.cells(samples), table.gaps(samples), table.losses(samples))
        self.summary = everything[everything["backend"].isin(verdicts["run"]["backends"])]
        self.transfers = everything[everything["backend"].isin(verdicts["run"].get("channels", {}))]
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
    label(figure, "size of the payload", "time an operation")
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
    label(figure, "worker processes (hollow: they and their server exceed the cores)", "operations a second")
    legend(figure, data, rows)
    return figure


def transfer(data):
    """From one process to another against the size, one panel a family of channels; grey: through shared memory."""
    rows = data.transfers[data.transfers["seconds"].notna()]
    if rows.empty:
        return None
    rows = rows[(rows["interpreter"] == max(rows["interpreter"], key=age)) & (rows["payload"] == "blob")]
    reference = rows[rows["backend"] == REFERENCE].sort_values("size_bytes")
    names = sorted(rows["backend"].unique())
    families = {
        title: [name for name in names if any(one in name for one in words)] for title, words in FAMILIES.items()
    }
    families = {title: members for title, members in families.items() if members}
    figure, axes = panels(list(families), 4)
    for axis, (family, members) in zip(axes, families.items()):
        axis.set_title(family)
        axis.plot(reference["size_bytes"], reference["seconds"], color="#999999", linewidth=2.5)
        for place, name in enumerate(members):
            part = rows[rows["backend"] == name].sort_values("size_bytes")
            axis.plot(
                part["size_bytes"],
                part["seconds"],
                color=COLOURS[place],
                marker=MARKERS[place],
                markersize=4,
                linewidth=1.3,
                label=name.replace("via_", "").replace("_", " "),
            )
            axis.fill_between(
                part["size_bytes"].astype(float), part["low"], part["high"], color=COLOURS[place], alpha=0.15
            )
        size_axis(axis, sorted(rows["size_bytes"].unique()))
        log_axis(axis, seconds)
        axis.legend(fontsize=7, frameon=False)
    label(figure, "size of the payload, bytes", "time a round")
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


def legend(figure, data, rows):
    """Colours are backends, line styles interpreters."""
    backends = sorted(rows["backend"][rows["seconds"].notna()].unique())
    handles = [Line2D([], [], color=data.colours[name], label=name) for name in backends]
    handles += [
        Line2D([], [], color="#444444", linestyle=style, marker=MARKERS[place], markersize=4, label=f"Python {name}")
        for place, (name, style) in enumerate(data.styles.items())
    ]
    figure.legend(handles=handles, loc="outside upper center", ncols=min(len(handles), 6), frameon=False)


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
    for function in (time_items, time_blob, throughput, transfer, run_over_time):
        save(function(data), given.out / f"{function.__name__}.svg")
    save(standings.chart(verdicts["answer"]), given.out / "standings.svg")
    for verdict in verdicts["claims"]:
        save(judged.claim(data, verdict), given.out / f"{verdict['id']}.svg")
        save(judged.evidence(data, verdict), given.out / f"{verdict['id']}-causes.svg")


if __name__ == "__main__":
    main()
