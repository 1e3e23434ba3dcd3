"""What the figures share: colours that the colour-blind can tell apart, panels, axes, and numbers with units."""

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter, NullLocator

from analyse import statement

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


def seconds(value, _=None):
    """1 ns, 30 µs, 2 ms, 5 s."""
    for factor, unit in ((1, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns")):
        if value >= factor * 0.9999:
            return f"{value / factor:.3g} {unit}"
    return f"{value:.1e} s"
