"""What the figures draw: the summary, the verdicts, families of backends and their colours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pandas as pd

from collect.tables import Tables
from judge.instrument.disturbance import disturbance
from render.figures.style import COLOURS, MARKERS, STYLES
from support import builds
from support.units import version_key

MOST = len(COLOURS)  # lines of different colours in one figure


class Data:
    """What the figures draw: the summary of every condition, and the verdicts."""

    def __init__(self, tables: Tables, verdicts: dict[str, Any]) -> None:
        """Summarise the samples of one kind of node, of workers without a placement; disturbed may be every cell."""
        self.facts = verdicts["run"]["backends"]
        self.conduct = disturbance(tables.rows, tables.conduct)
        everything = tables.where("placement", "none").summary()
        self.conditions = everything  # the controls' and the channels' too, as the judge counts them
        self.summary = everything[everything["backend"].isin(self.facts)]
        self.transfers = everything[everything["backend"].isin(verdicts["run"].get("channels", {}))]
        self.verdicts = verdicts
        self.interpreters = sorted(self.ends(), key=version_key)
        self.styles = dict(zip(self.interpreters, STYLES))
        self.colours: dict[str, str] = {}
        for members in self.families(self.summary).values():
            self.colours.update(zip(members, COLOURS))

    def look(self, interpreter: str) -> dict[str, Any]:
        """How an interpreter's line is drawn in a figure about interpreters: one colour and marker each."""
        labels = sorted(
            self.summary["interpreter"].unique(), key=lambda name: (name not in self.interpreters, version_key(name))
        )
        place = labels.index(interpreter)
        style = {"color": COLOURS[place % len(COLOURS)], "marker": MARKERS[place % len(MARKERS)]}
        return dict(style, markersize=2.8, linewidth=1.1)

    def build_note(self, interpreters: Iterable[str]) -> str:
        """The words of a note on interpreters whose times stand in one figure; "" where they were built alike."""
        words = builds.not_comparable(self.verdicts["run"].get("builds", {}), interpreters)
        return f" Times of different Pythons are {words}." if words else ""

    def ends(self) -> list[str]:
        """The interpreters that have more than one size: the others are a strip for "since when"."""
        sizes = self.summary.groupby("interpreter")["size_bytes"].nunique()
        return list(sizes[sizes > 1].index) or list(sizes.index)

    def families(self, rows: pd.DataFrame) -> dict[str, list[str]]:
        """Title -> those backends of `rows` that one figure shows: all, or a family where MOST colours don't suffice.

        A backend has the same family and colour in every figure.
        """
        present = set(rows["backend"])
        everybody = sorted(self.summary["backend"].unique())
        if len(everybody) <= MOST:
            return {"": sorted(present)}
        kinds: dict[str, list[str]] = {}
        for name in everybody:
            kinds.setdefault(family(self.facts[name]), []).append(name)
        parts = {title: some for kind, members in sorted(kinds.items()) for title, some in split_evenly(kind, members)}
        shown = {title: [name for name in some if name in present] for title, some in parts.items()}
        return {title: some for title, some in shown.items() if some}


def split_evenly(kind: str, members: list[str]) -> Iterator[tuple[str, list[str]]]:
    """(title, at most MOST of the members): as few parts as that takes, of about the same size."""
    count = -(-len(members) // MOST)
    for part in range(count):
        some = members[part * len(members) // count : (part + 1) * len(members) // count]
        yield f"{kind} {part + 1}" if count > 1 else kind, some


def family(facts: dict[str, Any]) -> str:
    """What kind of mechanism a backend is, told from its facts."""
    if not facts["shared"]:
        return "not shared"
    return "with a server" if facts["servers"] else "third-party" if facts.get("needs") else "standard library"
