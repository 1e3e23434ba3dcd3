"""Every figure of a run as NAME.svg, the table behind it as NAME.csv, and captions.json with what each shows."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
import seaborn as sns

from collect import cells
from judge import node_kinds
from render.figures import claims, rankings, run, timings, transfers
from render.figures.data import Data
from render.figures.style import STYLE, Drawn
from support.run_folder import RunFolder


def save(drawn: Drawn, name: str, folder: Path) -> dict[str, str]:
    """Write a figure and its table; returns its captions."""
    drawn.figure.savefig(folder / f"{name}.svg", metadata={"Date": None, "Creator": None})
    plt.close(drawn.figure)
    drawn.table.to_csv(folder / f"{name}.csv", index=False, float_format="%.4g")
    return {"finding": drawn.finding, "note": drawn.note}


def draw(samples: pd.DataFrame, verdicts: dict[str, Any], folder: Path) -> None:
    """All figures of a run, into a folder; those of several kinds of node each into a folder of its own."""
    sns.set_theme(style="ticks", rc=STYLE)
    for kind, one in node_kinds.views(verdicts).items():
        draw_kind(cells.rows_of_kind(samples, kind), one, folder / node_kinds.slug(one["name"]) if kind else folder)


def draw_kind(samples: pd.DataFrame, verdicts: dict[str, Any], folder: Path) -> None:
    """The figures of one kind of node."""
    data = Data(cells.unplaced(samples), verdicts)
    folder.mkdir(parents=True, exist_ok=True)
    captions = {name: save(drawn, name, folder) for name, drawn in drawings(data) if drawn}
    text = json.dumps(captions, indent=1, ensure_ascii=False)
    (folder / "captions.json").write_text(text + "\n", encoding="utf-8")


def drawings(data: Data) -> Iterator[tuple[str, Drawn | None]]:
    """(name, Drawn or None where the run has no data for it), one after the other: each is closed before the next."""
    yield from measurement_figures(data)
    yield "standings", rankings.chart(data.verdicts["answer"])
    for verdict in data.verdicts["claims"]:
        yield verdict["id"], claims.claim(data, verdict)
        yield f"{verdict['id']}-causes", claims.evidence(data, verdict)


def measurement_figures(data: Data) -> Iterator[tuple[str, Drawn]]:
    """(name, Drawn) of every figure that this run has data for."""
    for function in (timings.times, timings.throughput, transfers.transfer, run.run_over_time, run.drift):
        yield from function(data)


def main() -> None:
    """Draw the figures of the run that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="of the run")
    folder = RunFolder(parser.parse_args().folder)
    draw(cells.load(folder.samples), json.loads(folder.verdicts.read_text(encoding="utf-8")), folder.figures)


if __name__ == "__main__":
    main()
