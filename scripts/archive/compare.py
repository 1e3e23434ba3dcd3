"""`python -m archive.compare FOLDER FOLDER …`: archived runs side by side: verdicts, effects, and speed."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from archive import between_runs, effects, sound
from collect import cells
from collect.cells import fill_old_columns
from judge import node_kinds
from render.tables.node_kinds import factors
from support import builds


def verdicts_by_claim(runs: Sequence[dict[str, Any]]) -> dict[str, list[str]]:
    """Claim -> the verdict of each run, or "no such claim"."""
    table: dict[str, list[str]] = {}
    for place, run in enumerate(runs):
        for claim in run["claims"]:
            table.setdefault(claim["id"], ["no such claim"] * len(runs))[place] = claim["verdict"] or "question"
    return table


def read_kinds(folder: Path) -> Iterator[tuple[str, dict[str, Any], pd.DataFrame]]:
    """(name, verdicts, summary) of each kind of node in an archive; controls and placed workers are left out."""
    verdicts = json.loads((folder / "verdicts.json").read_text(encoding="utf-8"))
    summary = pd.read_csv(folder / "summary.csv", dtype={"interpreter": str})
    fill_old_columns(summary)
    for kind, one in node_kinds.views(verdicts).items():
        rows = cells.unplaced(cells.rows_of_kind(summary, kind))
        rows = rows[rows["seconds"].notna() & ~rows["backend"].isin(one["run"].get("controls", {}))]
        yield f"{folder.name}, {one['name']}" if kind else folder.name, one, rows


def comparison_lines(folders: Sequence[Path]) -> Iterator[str]:
    """The comparison as lines of text."""
    names, runs, summaries = zip(*(one for folder in folders for one in read_kinds(folder)), strict=True)
    for name, run in zip(names, runs, strict=True):
        facts = run["run"]
        yield f"{name}: {facts['machine']['processor']}, {facts['machine']['cores']} cores, {facts['blocks']} blocks"
    yield ""
    table = verdicts_by_claim(runs)
    for claim, verdicts in table.items():
        agree = "agree" if len(set(verdicts)) == 1 else "DIFFER"
        yield f"{claim:<24}{agree:<8}{'  '.join(f'{one:<14}' for one in verdicts)}".rstrip()
    yield ""
    yield from effects.lines(runs, names)
    yield ""
    yield from between_runs.lines([between_runs.read(folder) for folder in folders])
    built = [run["run"].get("builds", {}) for run in runs]
    speeds = factors(summaries, built)
    for name, own, (count, factor, spread) in zip(names[1:], built[1:], speeds, strict=True):
        text = f"{count} conditions in common, {factor:.3g} times the seconds of {names[0]}, spread ×{spread:.3g}"
        yield f"{name}: {text if count else 'no condition in common'}"
        for label in builds.differing(built[0], own):
            yield f"{name}: Python {label} is not comparable: built {own[label]}, in {names[0]} {built[0][label]}"


def main(folders: Sequence[Path]) -> None:
    """Print the comparison of two archives or more."""
    if len(folders) < 2:
        sys.exit("name two archived runs or more")
    for folder in folders:
        sound.check_or_exit(folder)
    print("\n".join(comparison_lines(folders)))


if __name__ == "__main__":
    main([Path(word) for word in sys.argv[1:]])
