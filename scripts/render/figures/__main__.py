"""Every figure of a run as NAME.svg, the table behind it as NAME.csv, and captions.json with what each shows."""

from __future__ import annotations

import argparse
import gc
import io
import json
import multiprocessing
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
from matplotlib.figure import Figure

from collect import tables
from collect.tables import Tables
from judge import node_kinds
from render.figures import claims, ids, opening, parts, rankings, run, timings, transfers
from render.figures.data import Data
from render.figures.style import STYLE, Drawing
from support.run_folder import RunFolder


def save(folder: Path, name: str, drawing: Drawing) -> dict[str, Any] | None:
    """Draw a figure, and write it and its table; returns its captions, or None where the run has no data for it.

    With the captions goes where the figure may be cut into `parts`.
    """
    drawn = drawing()
    if drawn is None:
        return None
    lay_out(drawn.figure)
    places = parts.boxes(drawn.figure)
    text = io.StringIO()
    drawn.figure.savefig(text, format="svg", metadata={"Date": None, "Creator": None})
    plt.close(drawn.figure)
    (folder / f"{name}.svg").write_text(ids.numbered(text.getvalue()), encoding="utf-8")
    drawn.table.to_csv(folder / f"{name}.csv", index=False, float_format="%.4g")
    return {"finding": drawn.finding, "note": drawn.note, **({"parts": places} if places else {})}


def lay_out(figure: Figure) -> None:
    """Place what the figure holds: savefig would draw it twice, the first time only to place it."""
    if engine := figure.get_layout_engine():
        engine.execute(figure)
        figure.set_layout_engine(None)


def draw(samples: Tables, verdicts: dict[str, Any], folder: Path, cores: int | None = None) -> None:
    """All figures of a run, into a folder; those of several kinds of node each into a folder of its own.

    They are drawn side by side on `cores` processors, None for all there are.
    """
    plt.style.use(["seaborn-v0_8-ticks", STYLE])
    for kind, one in node_kinds.views(verdicts).items():
        into = folder / node_kinds.slug(one["name"]) if kind else folder
        draw_kind(samples.where("kind", kind), one, into, cores)


def draw_kind(samples: Tables, verdicts: dict[str, Any], folder: Path, cores: int | None) -> None:
    """The figures of one kind of node."""
    names, wanted = zip(*drawings(Data(samples, verdicts)), strict=True)
    folder.mkdir(parents=True, exist_ok=True)
    # What is forked has all that is imported, and the style. It ends before there is much garbage, and to look for some
    # among a figure's many objects takes a sixth of the time.
    workers = min(cores or os.cpu_count() or 1, len(names))
    with ProcessPoolExecutor(workers, multiprocessing.get_context("fork"), gc.disable) as pool:
        found = list(pool.map(partial(save, folder), names, wanted))
    captions = {name: words for name, words in zip(names, found, strict=True) if words}
    text = json.dumps(captions, indent=1, ensure_ascii=False)
    (folder / "captions.json").write_text(text + "\n", encoding="utf-8")


def drawings(data: Data) -> Iterator[tuple[str, Drawing]]:
    """(name, what draws it) of each figure that there may be."""
    yield "opening", partial(opening.opening, data)
    yield from timings.times(data)
    yield from timings.throughput(data)
    yield "transfer", partial(transfers.transfer, data)
    yield "run_over_time", partial(run.run_over_time, data)
    yield "drift", partial(run.drift, data)
    yield "standings", partial(rankings.chart, data.verdicts["answer"])
    for verdict in data.verdicts["claims"]:
        yield verdict["id"], partial(claims.claim, data, verdict)
        yield f"{verdict['id']}-causes", partial(claims.evidence, data, verdict)


def main() -> None:
    """Draw the figures of the run that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="of the run")
    parser.add_argument("--cores", type=int, help="on which they are drawn")
    given = parser.parse_args()
    folder = RunFolder(given.folder)
    verdicts = json.loads(folder.verdicts.read_text(encoding="utf-8"))
    draw(tables.read(folder.samples), verdicts, folder.figures, given.cores)


if __name__ == "__main__":
    main()
