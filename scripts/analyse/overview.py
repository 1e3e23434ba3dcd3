"""The figures of what was measured: times over sizes, throughput, transfers, and the run itself over time."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter

from analyse import findings, statement
from analyse.axes import (
    COLOURS,
    CONTEXT,
    MARKERS,
    WIDE,
    Drawn,
    direct_labels,
    label,
    log_axis,
    panels,
    plain,
    seconds,
    size_axis,
)
from analyse.statement import age
from measure import contract

REFERENCE = "via_shared_memory"
# Words of the channels' names, so that a new one finds its panel by its name.
CHANNELS = {
    "memory": ("shared_memory", "memcpy", "handover"),
    "files": ("file",),
    "sockets": ("socket",),
    "pipes and servers": ("pipe", "queue", "manager"),
}
NOTES = {
    "items": "A sequence of 64-bit ints, one worker; for iterate, the copies and refresh an operation is all of it.",
    "small_items": "A sequence of small ints, one worker.",
    "blob": "One object of bytes, one worker.",
}
LINES = "Bands are 95% intervals over the blocks; a cross: refused or failed from this size on"
KEPT = ["interpreter", "backend", "payload", "size_bytes", "processes", "operation", "seconds", "low", "high", "blocks"]


def times(data):
    """Name -> the time an operation takes against the size, a panel an operation; one figure a family and payload."""
    for payload in ("items", "blob"):
        rows = data.summary[(data.summary["payload"] == payload) & (data.summary["processes"] == 1)]
        rows = rows[(rows["operation"] != "start") & (rows["error"] != "declined")]
        if rows["seconds"].notna().any():
            for name, members in data.families(rows).items():
                yield named(f"time_{payload}", name), over_sizes(data, rows, members, NOTES[payload], name)


def named(name, family):
    """A figure's name; that of its family stands behind it, where there is more than one."""
    return f"{name}-{family.replace(' ', '_')}" if family else name


def title(family):
    return f" Coloured: {family}; grey: all others." if family else ""


def over_sizes(data, rows, members, note, family):
    mine = rows[rows["backend"].isin(members)]
    operations = [name for name in contract.OPERATIONS if name in set(mine["operation"][mine["seconds"].notna()])]
    figure, axes = panels(operations)
    for axis, operation in zip(axes, operations):
        axis.set_title(operation)
        here = rows[rows["operation"] == operation]
        context(axis, data, here[~here["backend"].isin(members)], "size_bytes")
        draw_lines(axis, data, here[here["backend"].isin(members)], "size_bytes")
        size_axis(axis, sorted(rows["size_bytes"].unique()))
        log_axis(axis, seconds)
    label(figure, "size of the payload", "time an operation")
    legend(figure, data, mine)
    finding = findings.spread(mine, data.facts)
    columns = [*KEPT, "error", "reason"]
    return Drawn(figure, mine[columns], finding, f"{note} {LINES}.{title(family)}")


def throughput(data):
    """Name -> operations a second of all workers together, against their number; one figure a family."""
    rows = data.summary[data.summary["payload"] == "items"]
    several = rows[(rows["processes"] > 1) & (rows["operation"] != "start") & rows["seconds"].notna()]
    if several.empty:
        return
    keys = several[["operation", "size_bytes"]].drop_duplicates()
    rows = rows.merge(keys)
    values = {"per_second": "seconds", "per_second_low": "high", "per_second_high": "low"}
    rows = rows.assign(**{name: rows["processes"] / rows[old] for name, old in values.items()})
    for name, members in data.families(rows[rows["backend"].isin(several["backend"])]).items():
        yield named("throughput", name), over_workers(data, rows, members, name)


def over_workers(data, rows, members, family):
    rows = rows.assign(seconds=rows["per_second"], low=rows["per_second_low"], high=rows["per_second_high"])
    mine = rows[rows["backend"].isin(members)]
    several = mine[(mine["processes"] > 1) & mine["seconds"].notna()]
    largest = several.groupby("operation")["size_bytes"].max()  # one panel an operation: the table has all sizes
    places = [(operation, largest[operation]) for operation in contract.OPERATIONS if operation in largest]
    figure, axes = panels(places)
    workers, cores = sorted(rows["processes"].unique()), data.verdicts["run"]["machine"]["cores"]
    for axis, (operation, size) in zip(axes, places):
        here = rows[(rows["operation"] == operation) & (rows["size_bytes"] == size)]
        axis.set_title(f"{operation}, {statement.size(int(size))}")
        context(axis, data, here[~here["backend"].isin(members)], "processes")
        draw_lines(axis, data, here[here["backend"].isin(members)], "processes")
        axis.set_xscale("log", base=2)
        axis.set_xticks(workers)
        axis.set_xlim(min(workers) / 1.3, max(workers) * 1.3)
        if max(workers) > cores:
            axis.axvspan(cores * 1.05, max(workers) * 1.3, color="#000000", alpha=0.06, linewidth=0)
        axis.xaxis.set_major_formatter(FuncFormatter(plain))
        log_axis(axis, plain)
    label(figure, "worker processes", "operations a second")
    legend(figure, data, mine)
    note = (
        "All workers together. Shaded: more workers than cores; hollow: workers and the mechanism's server together "
        f"exceed the cores. Bands are 95% intervals over the blocks.{title(family)}"
    )
    columns = ["interpreter", "backend", "size_bytes", "processes", "operation", "per_second", "per_second_low"]
    return Drawn(figure, mine[[*columns, "per_second_high", "oversubscribed"]], findings.scaling(mine), note)


def transfer(data):
    """From one process to another against the size, one panel a family of channels; grey: through shared memory."""
    rows = data.transfers[(data.transfers["operation"] == "transfer") & data.transfers["seconds"].notna()]
    rows = rows[rows["payload"] == "blob"]
    if rows.empty:
        return
    rows = rows[rows["interpreter"] == max(rows["interpreter"], key=age)]
    names = sorted(rows["backend"].unique())
    families = {
        family: [name for name in names if any(one in name for one in words)] for family, words in CHANNELS.items()
    }
    families["others"] = [name for name in names if not any(name in members for members in families.values())]
    families = {family: members for family, members in families.items() if members}
    figure, axes = panels(list(families), columns=3 if len(families) % 4 else 2, height=1.7)
    for axis, (family, members) in zip(axes, families.items()):
        axis.set_title(family)
        reference = rows[rows["backend"] == REFERENCE].sort_values("size_bytes")
        axis.plot(reference["size_bytes"], reference["seconds"], color=CONTEXT, linewidth=2.5)
        for place, name in enumerate(members):
            one_line(axis, rows[rows["backend"] == name].sort_values("size_bytes"), "size_bytes", look(place))
        size_axis(axis, sorted(rows["size_bytes"].unique()))
        log_axis(axis, seconds)
        ends = [(rows[rows["backend"] == name].sort_values("size_bytes")["seconds"].iloc[-1], name) for name in members]
        direct_labels(
            axis,
            [
                (height, name.removeprefix("via_").replace("_", " "), look(members.index(name))["color"])
                for height, name in ends
            ],
        )
    label(figure, "size of the payload", "time a round")
    channels = data.verdicts["run"]["channels"]
    finding = findings.fastest_channel(rows, [name for name, facts in channels.items() if facts["carries"]])
    note = (
        "From the sender's call until the receiver has the whole payload and has said so. One object of bytes, Python "
        f"{rows['interpreter'].iloc[0]}. Grey: through shared memory. Memcpy copies within one process, handover only "
        "hands over nothing: the machine's own limits. Bands are 95% intervals over the blocks."
    )
    yield "transfer", Drawn(figure, rows[KEPT], finding, note)


def look(place):
    """How the lines of a panel differ."""
    return {"color": COLOURS[place % len(COLOURS)], "marker": MARKERS[place % len(MARKERS)]}


def one_line(axis, part, across, style, line="-"):
    """A line with its interval as a band."""
    axis.plot(part[across], part["seconds"], line, markersize=2.8, linewidth=1.1, **style)
    low, high = (part[name].astype(float) for name in ("low", "high"))
    axis.fill_between(part[across].astype(float), low, high, color=style["color"], alpha=0.15, linewidth=0)


def run_over_time(data):
    """Each cell at its time: the fixed task against its median, and the processors' time that others took."""
    cells = data.conduct.sort_values("wall_started")
    minutes = ((cells["wall_started"] - cells["wall_started"].min()) / 60).astype(float)
    figure, axes = plt.subplots(2, 1, figsize=(WIDE, 2.4), sharex=True, layout="constrained")
    quiet = ~cells["disturbed"]
    for axis, column, name in zip(
        axes, ("canary", "busy"), ("fixed task,\ntimes the median", "others' share of\nthe processors")
    ):
        for chosen, colour in ((quiet, COLOURS[0]), (~quiet, COLOURS[1])):
            axis.plot(minutes[chosen], cells[column][chosen].astype(float), "o", color=colour, markersize=1.6)
        axis.set_ylabel(name)
        for block, part in minutes.groupby(cells["block"]):
            if int(block) % 2:
                axis.axvspan(part.min(), part.max(), color="#000000", alpha=0.05, linewidth=0)
    axes[1].set_xlabel("minutes since the start")
    table = cells.assign(minutes=minutes.round(4))
    columns = ["minutes", "block", "interpreter", "backend", "payload", "size_bytes", "processes", "canary", "busy"]
    note = "Each point is a cell. Orange: marked as disturbed; grey bands tell blocks apart."
    yield "run_over_time", Drawn(figure, table[[*columns, "disturbed"]], findings.conduct(cells), note)


def draw_lines(axis, data, rows, across):
    """One line a backend and interpreter, its interval as a band, hollow markers where the cores were exceeded."""
    for (backend, interpreter), part in rows.groupby(["backend", "interpreter"]):
        if interpreter not in data.styles or part["seconds"].isna().all():
            continue
        part = part.sort_values(across)
        known = part[part["seconds"].notna()]
        place = list(data.styles).index(interpreter)
        style = {"color": data.colours[backend], "marker": MARKERS[place % len(MARKERS)]}
        one_line(axis, known, across, style, data.styles[interpreter])
        over = known[known["oversubscribed"].fillna(False).astype(bool)]
        axis.plot(over[across], over["seconds"], linewidth=0, markersize=3.6, fillstyle="none", **style)
        axis.plot(over[across], over["seconds"], linewidth=0, markersize=2.2, **dict(style, color="white"))
        ended(axis, part, across, style["color"])


def ended(axis, part, across, colour):
    """A cross where a line ends before its time: the first that was refused or failed, at the height of the last."""
    known = part[part["seconds"].notna()]
    beyond = part[part["seconds"].isna() & (part[across] > known[across].max())]
    if beyond.empty or known.empty:
        return
    last, place = known.iloc[-1], beyond[across].iloc[0]
    axis.plot([last[across], place], [last["seconds"]] * 2, ":", color=colour, linewidth=0.8)
    axis.plot(place, last["seconds"], "x", color=colour, markersize=3.6, markeredgewidth=1.1)


def context(axis, data, rows, across):
    """The other families, grey and thin, under the newest interpreter: one path with gaps, which keeps files small."""
    xs, ys = [], []
    for _, part in rows[rows["interpreter"] == data.interpreters[-1]].groupby("backend"):
        part = part[part["seconds"].notna()].sort_values(across)
        xs += [*part[across], np.nan]
        ys += [*part["seconds"].astype(float), np.nan]
    axis.plot(xs, ys, color=CONTEXT, linewidth=0.7, zorder=1)


def legend(figure, data, rows):
    """Colours are backends, line styles interpreters."""
    backends = sorted(rows["backend"][rows["seconds"].notna()].unique())
    handles = [Line2D([], [], color=data.colours[name], label=name) for name in backends]
    handles += [
        Line2D([], [], color="#444444", linestyle=style, marker=MARKERS[place], markersize=2.8, label=f"Python {name}")
        for place, (name, style) in enumerate(data.styles.items())
    ]
    figure.legend(handles=handles, loc="outside upper center", ncols=min(len(handles), 5), frameon=False)


def all_of(data):
    """(name, Drawn) of every figure that this run has data for."""
    for function in (times, throughput, transfer, run_over_time):
        yield from function(data)
