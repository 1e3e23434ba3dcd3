"""The figure of the rankings: how many times as long as the best each mechanism takes, by task."""

from __future__ import annotations

from collections import Counter
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LogNorm

from render.figures.style import NARROW, Drawn
from support import units

CLOSE = 1.5
TITLES = {"items": "many ints", "blob": "one object of bytes"}
FLOOR, CEILING = 1, 1000  # of the colours: what is slower is as dark


def chart(answer: dict[str, Any]) -> Drawn | None:
    """One panel a payload: mechanisms down, the best on the whole first; tasks across, at one size and one process."""
    newest = [one for one in answer["boards"] if one["interpreter"] == answer["interpreter"] and one["processes"] == 1]
    parts = [table(some) for some in by_payload(newest)]
    if not parts:
        return None
    columns, height = min(len(parts), 2), max(part.shape[0] for part in parts)
    rows = -(-len(parts) // columns)
    size = (NARROW * columns, (0.8 + 0.16 * height) * rows)
    figure, axes = plt.subplots(rows, columns, figsize=size, squeeze=False, layout="constrained")
    for axis in axes.flat[len(parts) :]:
        axis.set_visible(False)
    for axis, part in zip(axes.flat, parts):
        draw(axis, part)
    ratios = [
        part.rename_axis("backend").melt(ignore_index=False, var_name="task", value_name="ratio") for part in parts
    ]
    told = pd.concat([some.assign(payload=part.attrs["title"]) for some, part in zip(ratios, parts, strict=True)])
    told["task"] = told["task"].str.replace("\n", ", ")
    note = (
        f"Times the best, Python {answer['interpreter']}, one process, at the size that is named; from yellow "
        "(fast) to blue (slow); k: thousand. Empty: not offered, refused, or not ranked."
    )
    return Drawn(figure, told.reset_index(), finding(max(parts, key=lambda part: part.shape[1])), note)


def finding(part: pd.DataFrame) -> str:
    """Who comes first on the whole, and in how many tasks it is the fastest or close to it."""
    name = part.index[0]
    row = part.loc[name].dropna()
    close = int((row <= CLOSE).sum())
    what, tasks = TITLES.get(part.attrs["title"], part.attrs["title"]), part.shape[1]
    return f"Of {what}, {name} is fastest overall: in {close} of {tasks} tasks it takes at most {CLOSE} times the best."


def by_payload(boards: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Of each payload one board a task: of the size at which most mechanisms were compared, where the task has it."""
    groups = []
    for payload in dict.fromkeys(board["payload"] for board in boards):
        mine = [board for board in boards if board["payload"] == payload]
        compared: Counter[int] = Counter()
        for board in mine:
            compared[board["size"]] += len(board["ranked"])
        mine.sort(key=lambda board: (-compared[board["size"]], board["size"]))
        tasks = dict.fromkeys(sorted(board["task"] for board in mine))
        groups.append([next(board for board in mine if board["task"] == task) for task in tasks])
    return groups


def table(boards: list[dict[str, Any]]) -> pd.DataFrame:
    """Mechanism and task -> ratio to the best; the title is the payload's name. Who lacks over half is last."""
    sizes = {board["size"] for board in boards}
    columns = {
        board["task"].replace("_", " ") + (f"\n{units.format_bytes(board['size'])}" if len(sizes) > 1 else ""): {
            row["backend"]: row["ratio"] for row in board["ranked"]
        }
        for board in boards
    }
    ratios = pd.DataFrame(columns)
    ratios.attrs["title"] = boards[0]["payload"]
    ratios.attrs["size"] = f", {units.format_bytes(boards[0]['size'])}" if len(sizes) == 1 else ""
    few = ratios.notna().sum(axis=1) * 2 < ratios.shape[1]
    return ratios.loc[sorted(ratios.index, key=lambda name: (few[name], np.log(ratios.loc[name]).mean()))]


def short_number(value: float) -> str:
    """A ratio in at most four characters: 1.2, 87, 640, 3.1k, 21k."""
    if np.isnan(value):
        return ""
    if value >= 999.5:
        return f"{value / 1000:.2g}k"
    return f"{value:.2g}" if value < 99.5 else f"{value:.0f}"


def draw(axis: Axes, part: pd.DataFrame) -> None:
    """A payload's table as a heat map with its numbers."""
    import seaborn as sns  # as late as this: it brings scipy.stats along, and no other figure needs it

    words = part.map(short_number)
    sns.heatmap(
        part.clip(FLOOR, CEILING),
        ax=axis,
        norm=LogNorm(FLOOR, CEILING),
        cmap="cividis_r",
        annot=words,
        fmt="",
        cbar=False,
        linewidths=0.5,
        annot_kws={"fontsize": 6},
    )
    axis.set_title(TITLES.get(part.attrs["title"], part.attrs["title"]) + part.attrs["size"])
    axis.set_xlabel("")
    axis.tick_params(axis="x", rotation=60, labelsize=6.5, length=0)
    axis.tick_params(axis="y", rotation=0, labelsize=6.5, length=0)
    axis.grid(visible=False)
