"""The figure of the run itself: each cell at its time, disturbed or not."""

from __future__ import annotations

from collections.abc import Iterator

import matplotlib.pyplot as plt

from render.figures import captions
from render.figures.data import Data
from render.figures.style import (
    COLOURS,
    WIDE,
    Drawn,
)


def run_over_time(data: Data) -> Iterator[tuple[str, Drawn]]:
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
    yield "run_over_time", Drawn(figure, table[[*columns, "disturbed"]], captions.conduct(cells), note)
