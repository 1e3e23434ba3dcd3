"""The figures of the run itself: each cell at its time, disturbed or not; each condition's drift in its windows."""

from __future__ import annotations

import matplotlib.pyplot as plt

from collect.drift import DRIFTING, TOLERANCE
from judge.instrument.floors import UNPAIRED, class_of
from render.figures import captions
from render.figures.data import Data
from render.figures.style import COLOURS, CONTEXT, NARROW, Drawn, axis_labels, log_axis, panels, size_axis
from support.units import format_number

FURTHEST = 4.0  # times: what drifts further stands at the edge, or a single one would flatten all others


def run_over_time(data: Data) -> Drawn:
    """Each cell at its time: the fixed task against its median, and the processors' time that others took."""
    cells = data.conduct.sort_values("wall_started", kind="stable")
    minutes = ((cells["wall_started"] - cells["wall_started"].min()) / 60).astype(float)
    figure, axes = plt.subplots(2, 1, figsize=(NARROW, 2.4), sharex=True, layout="constrained")
    quiet = ~cells["disturbed"]
    for axis, column, name in zip(
        axes, ("canary", "busy"), ("fixed task,\ntimes the median", "others' share of\nthe processors")
    ):
        for chosen, colour in ((quiet, COLOURS[0]), (~quiet, COLOURS[1])):
            axis.plot(minutes[chosen], cells[column][chosen].astype(float), "o", color=colour, markersize=1.3)
        axis.set_ylabel(name)
        for block, part in minutes.groupby(cells["block"]):
            if int(block) % 2:
                axis.axvspan(part.min(), part.max(), color="#000000", alpha=0.05, linewidth=0)
    axes[1].set_xlabel("minutes since the start")
    table = cells.assign(minutes=minutes.round(4))
    columns = ["minutes", "block", "interpreter", "backend", "payload", "size_bytes", "processes", "canary", "busy"]
    note = "Each point is a cell. Orange: marked as disturbed; grey bands tell blocks apart."
    return Drawn(figure, table[[*columns, "disturbed"]], captions.conduct(cells), note)


def drift(data: Data) -> Drawn | None:
    """Each condition's times in the last third of its windows over those in the first, by size; a panel a class."""
    rows = data.conditions[data.conditions["drift"].notna() & ~data.conditions["operation"].isin(UNPAIRED)]
    if rows.empty:
        return None
    rows = rows.assign(operation_class=[class_of(name) for name in rows["operation"]])
    drifting = rows["steadiness"] == DRIFTING
    names = sorted(rows["operation_class"].unique())
    figure, axes = panels(names, columns=3)
    for axis, name in zip(axes, names):
        axis.axhspan(1 / TOLERANCE, TOLERANCE, color="#000000", alpha=0.06, linewidth=0)
        for chosen, colour in ((~drifting, CONTEXT), (drifting, COLOURS[1])):
            some = rows[chosen & (rows["operation_class"] == name)]
            height = some["drift"].astype(float).clip(1 / FURTHEST, FURTHEST)
            axis.plot(some["size_bytes"].astype(float), height, "o", color=colour, markersize=2)
        axis.set_title(name)
        size_axis(axis, sorted(rows["size_bytes"].unique()))
        axis.set_ylim(0.9 / FURTHEST, FURTHEST / 0.9)
        log_axis(axis, format_number)
        axis.set_yticks([1 / FURTHEST, 0.5, 1, 2, FURTHEST])
    axis_labels(figure, "size of the payload", "last third of the windows, times the first")
    columns = ["interpreter", "backend", "payload", "size_bytes", "processes", "operation", "drift", "drift_low"]
    note = (
        "Across: the size; up: the last third of the windows, times the first. "
        "Each point is a condition. Orange: the 95% interval over the blocks lies wholly beyond the grey band of 5%. "
        f"At the edge: ×{FURTHEST:.0f} or more, either way."
    )
    return Drawn(figure, rows[[*columns, "drift_high", "steadiness"]], captions.drift(rows), note)
