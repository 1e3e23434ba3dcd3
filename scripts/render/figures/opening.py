"""The opening figure: what four common things take, by the article's mechanisms and those beside them, on one axis."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, NullFormatter

from render.figures.data import Data
from render.figures.style import COLOURS, CONTEXT, NARROW, Drawn
from support.units import format_seconds, version_key
from support.validation import load_yaml

ENTRIES = load_yaml(Path(__file__).parents[3] / "report" / "opening.yml")
ROWS: dict[str, str] = {name: entry["label"] for name, entry in ENTRIES.items()}
UNSHARED, SERVED = list(ROWS)[0], list(ROWS)[-1]  # the two ends of what there is
TOLD: dict[str, str] = {name: entry["told"] for name, entry in ENTRIES.items() if "told" in entry}
KEYS = ["interpreter", "operation", "payload", "size_bytes"]
RANGE = 1e-8, 1.0  # seconds
DOT, RING = 22, 90  # areas in square points
INK, RINGED = COLOURS[0], COLOURS[1]
ROW, HEAD, FOOT = 0.17, 0.5, 0.45  # inches: a row, what a panel needs beside its rows, the key
COLUMNS = [*KEYS, "backend", "seconds", "low", "high", "error", "safety", "advised"]


class Task(NamedTuple):
    """A panel: its title, and the condition that it is of."""

    title: str
    operation: str
    payload: str
    size: int


TASKS = [
    Task("read one of 8,192 ints", "read_item", "items", 2**16),
    Task("add one to an int under a lock", "increment_locked", "items", 2**16),
    Task("copy 64 KiB of ints out", "copy_out", "items", 2**16),
    Task("hand 16 MiB over to another process", "refresh", "blob", 2**24),
]


def opening(data: Data) -> Drawn | None:
    """Dots on an axis of time from 10 ns to 1 s, a panel a task; None where no Manager shares anything here."""
    rows = conditions(data)
    labels = ends(rows, data)
    newest = rows[rows["interpreter"] == labels[-1]]
    tasks = [task for task in TASKS if len(timed(newest, task)) > 1]
    present = [name for name in ROWS if name in set(newest["backend"][newest["seconds"].notna()])]
    if not tasks or SERVED not in present:
        return None
    height = FOOT + len(tasks) * (HEAD + ROW * len(present))
    figure, axes = plt.subplots(
        len(tasks), 1, figsize=(NARROW, height), sharex=True, squeeze=False, layout="constrained"
    )
    for axis, task in zip(axes.flat, tasks, strict=True):
        panel(axis, task, rows, labels, present)
    figure.legend(handles=key(newest, labels), loc="outside lower center", ncols=2, frameon=False)
    return Drawn(figure, rows[COLUMNS], finding(newest), note(labels, newest, tasks, present))


def ends(rows: pd.DataFrame, data: Data) -> list[str]:
    """The oldest interpreter that has any of these rows, though it has one size alone, and the run's newest."""
    return sorted({*sorted(rows["interpreter"].unique(), key=version_key)[:1], data.interpreters[-1]}, key=version_key)


def conditions(data: Data) -> pd.DataFrame:
    """The rows of the summary that the tasks are of, with each mechanism's `safety` and whether it is `advised`."""
    rows = data.summary[data.summary["backend"].isin(list(ROWS)) & (data.summary["processes"] == 1)]
    wanted = pd.DataFrame([task[1:] for task in TASKS], columns=KEYS[1:])
    rows = rows.merge(wanted)
    rows = rows[rows["interpreter"].isin(ends(rows, data))]
    told = {
        (one["interpreter"], one["backend"]): one["safety"]
        for one in (data.verdicts.get("workloads") or {}).get("mechanisms", [])
    }
    advice = advised(data.verdicts["claims"])
    places = list(zip(rows["interpreter"], rows["backend"], rows["size_bytes"], strict=True))
    return rows.assign(
        safety=[told.get((label, name), "not probed") for label, name, _ in places],
        advised=[advice.get(int(size)) == name for _, name, size in places],
    )


def advised(claims: list[dict[str, Any]]) -> dict[int, str]:
    """Size -> the mechanism that the article advises for it, by the readings of its advice."""
    where = [one["conditions"] for claim in claims for one in claim["readings"] if one["criterion"] == "regret"]
    return {one["size"]: one["backends"][0] for one in where}


def of_task(rows: pd.DataFrame, task: Task) -> pd.DataFrame:
    """The rows of one panel."""
    same = (rows["operation"] == task.operation) & (rows["payload"] == task.payload)
    return rows[same & (rows["size_bytes"] == task.size)]


def timed(rows: pd.DataFrame, task: Task) -> pd.DataFrame:
    """Those of them that have a time."""
    part = of_task(rows, task)
    return part[part["seconds"].notna()]


def panel(axis: Axes, task: Task, rows: pd.DataFrame, interpreters: list[str], present: list[str]) -> None:
    """One task: a row a mechanism, in the same order in every panel."""
    here = of_task(rows, task)
    for place, name in enumerate(reversed(present)):
        mine = here[here["backend"] == name].set_index("interpreter")
        for _, row in mine.loc[mine.index == interpreters[-1]].iterrows():
            dot(axis, place, row)
        oldest = mine["seconds"].get(interpreters[0])
        if interpreters[0] != interpreters[-1] and oldest is not None and oldest == oldest:
            axis.plot(oldest, place, "o", color=CONTEXT, markersize=3, zorder=1)
    axis.set_title(task.title, loc="left", fontweight="bold", pad=3)
    axis.set_xscale("log")
    axis.set_xlim(*RANGE)
    axis.set_xticks([10.0**power for power in range(-8, 1, 2)])
    axis.xaxis.set_major_formatter(FuncFormatter(format_seconds))
    axis.xaxis.set_minor_formatter(NullFormatter())
    axis.tick_params(axis="x", labelbottom=True)
    axis.set_ylim(-0.6, len(present) - 0.4)
    axis.set_yticks(range(len(present)), [ROWS[name] for name in reversed(present)])
    axis.tick_params(axis="y", length=0)


def dot(axis: Axes, place: int, row: pd.Series) -> None:
    """A mechanism's time with its interval and its label, or a cross with what became of it."""
    if pd.isna(row["seconds"]):
        if row["error"] != "declined":
            axis.plot(RANGE[0] * 2, place, "x", color="#444444", markersize=3.6)
            axis.text(RANGE[0] * 4, place, "refused or failed", va="center", color="#444444")
        return
    face = {"unsafe": "white"}.get(row["safety"], INK)
    style: dict[str, Any] = {"facecolor": face, "edgecolor": INK, "linewidth": 0.8}
    if row["safety"] == "unsafe":
        style["hatch"] = "/" * 8
    if row["backend"] == UNSHARED:
        style = {"facecolor": "white", "edgecolor": "#444444", "linewidth": 0.9}
    if not pd.isna(row["low"]):
        axis.plot([row["low"], row["high"]], [place, place], color=style["edgecolor"], linewidth=1.2, zorder=2)
    axis.scatter(row["seconds"], place, s=DOT, zorder=3, **style)
    if row["advised"]:
        axis.scatter(row["seconds"], place, s=RING, facecolor="none", edgecolor=RINGED, linewidth=1.3, zorder=4)
    axis.annotate(
        format_seconds(float(f"{row['seconds']:.2g}")), (row["seconds"], place), (8, 0), textcoords="offset points",
        va="center",
    )  # fmt: skip


def key(newest: pd.DataFrame, interpreters: list[str]) -> list[Any]:
    """What the marks mean, of those that there are."""
    marks: list[tuple[bool, Any]] = [
        (bool((newest["backend"] == UNSHARED).any()), handle("not shared", markerfacecolor="white", color="#444444"))
    ]
    safety = set(newest["safety"][newest["backend"] != UNSHARED])
    words = "passed every probe of safety" if "passed" in safety else "shared, not probed for safety"
    marks += [
        (bool(safety - {"unsafe"}), handle(words, color=INK)),
        ("unsafe" in safety, Patch(facecolor="white", edgecolor=INK, hatch="/" * 8, label="unsafe by a probe")),
        (
            bool(newest["advised"].any()),
            handle("the article's advice", markerfacecolor="none", color=RINGED, markersize=8),
        ),
        (interpreters[0] != interpreters[-1], handle(f"under Python {interpreters[0]}", color=CONTEXT, markersize=3)),
    ]
    return [mark for there, mark in marks if there]


def handle(label: str, **look: Any) -> Line2D:
    """A dot of the key."""
    return Line2D([], [], linewidth=0, marker="o", label=label, **{"markersize": 4.5, **look})


def finding(newest: pd.DataFrame) -> str:
    """What the three mechanisms of the article take to read one int."""
    read = timed(newest, TASKS[0]).set_index("backend")["seconds"]
    told = [f"{format_seconds(float(f'{read[name]:.2g}'))} {words}" for name, words in TOLD.items() if name in read]
    label = newest["interpreter"].iloc[0]
    if not told:
        return f"What each mechanism takes, under Python {label}."
    listed = " and ".join(filter(None, [", ".join(told[:-1]), told[-1]]))
    return f"Reading one of 8,192 ints takes {listed} (Python {label})."


def note(labels: list[str], newest: pd.DataFrame, tasks: list[Task], present: list[str]) -> str:
    """How to read it, and what this run has not measured of it."""
    words = f"Medians, one process, Python {labels[-1]}; lines are 95% intervals over the blocks."
    if set(newest["safety"]) == {"not probed"}:
        words += " Nothing was probed for safety in this run."
    lacking = [ROWS[name] for name in ROWS if name not in present]
    lacking += [task.title for task in TASKS if task not in tasks]
    if len(labels) == 1 and version_key(labels[0]) > version_key("3.8"):
        lacking.append("Python 3.8")
    return words + (f" Not measured in this run: {', '.join(lacking)}." if lacking else "")
