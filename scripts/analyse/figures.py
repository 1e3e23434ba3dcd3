"""Every figure of a run as NAME.svg, the table behind it as NAME.csv, and captions.json with what each shows."""

import argparse
import json
from pathlib import Path

import matplotlib.pyplot as plt
import seaborn as sns

from analyse import collect, judged, kinds, overview, standings, table
from analyse.axes import COLOURS, MARKERS, STYLE, STYLES
from analyse.instrument import disturbance
from analyse.statement import age

MOST = len(COLOURS)  # lines of different colours in one figure


class Data:
    """What the figures draw: the summary of every condition, and the verdicts."""

    def __init__(self, samples, verdicts):
        self.facts = verdicts["run"]["backends"]
        everything = collect.summary(table.cells(samples), table.gaps(samples), table.losses(samples))
        self.summary = everything[everything["backend"].isin(self.facts)]
        self.transfers = everything[everything["backend"].isin(verdicts["run"].get("channels", {}))]
        self.conduct = disturbance(samples)
        self.verdicts = verdicts
        self.interpreters = sorted(self.ends(), key=age)
        self.styles = dict(zip(self.interpreters, STYLES))
        self.colours = {}
        for members in self.families(self.summary).values():
            self.colours.update(zip(members, COLOURS))

    def look(self, interpreter):
        """How an interpreter's line is drawn in a figure about interpreters: one colour and marker each."""
        labels = sorted(
            self.summary["interpreter"].unique(), key=lambda name: (name not in self.interpreters, age(name))
        )
        place = labels.index(interpreter)
        style = {"color": COLOURS[place % len(COLOURS)], "marker": MARKERS[place % len(MARKERS)]}
        return dict(style, markersize=2.8, linewidth=1.1)

    def ends(self):
        """The interpreters that have more than one size: the others are a strip for "since when"."""
        sizes = self.summary.groupby("interpreter")["size_bytes"].nunique()
        return list(sizes[sizes > 1].index) or list(sizes.index)

    def families(self, rows):
        """Title -> those backends of `rows` that one figure shows: all, or a family where MOST colours don't suffice.

        A backend has the same family and colour in every figure.
        """
        present = set(rows["backend"])
        everybody = sorted(self.summary["backend"].unique())
        if len(everybody) <= MOST:
            return {"": sorted(present)}
        kinds = {}
        for name in everybody:
            kinds.setdefault(family(self.facts[name]), []).append(name)
        parts = {title: some for kind, members in sorted(kinds.items()) for title, some in evenly(kind, members)}
        found = {title: [name for name in some if name in present] for title, some in parts.items()}
        return {title: some for title, some in found.items() if some}


def evenly(kind, members):
    """(title, at most MOST of the members): as few parts as that takes, of about the same size."""
    count = -(-len(members) // MOST)
    for part in range(count):
        some = members[part * len(members) // count : (part + 1) * len(members) // count]
        yield f"{kind} {part + 1}" if count > 1 else kind, some


def family(facts):
    """What kind of mechanism a backend is, told from its facts."""
    if not facts["shared"]:
        return "not shared"
    return "with a server" if facts["servers"] else "third-party" if facts.get("needs") else "standard library"


def save(drawn, name, folder):
    """Write a figure and its table; returns its captions."""
    drawn.figure.savefig(folder / f"{name}.svg", metadata={"Date": None, "Creator": None})
    plt.close(drawn.figure)
    drawn.table.to_csv(folder / f"{name}.csv", index=False, float_format="%.4g")
    return {"finding": drawn.finding, "note": drawn.note}


def draw(samples, verdicts, folder):
    """All figures of a run, into a folder; those of several kinds of node each into a folder of its own."""
    sns.set_theme(style="ticks", rc=STYLE)
    for kind, one in kinds.views(verdicts).items():
        draw_kind(kinds.part(samples, kind), one, folder / kinds.slug(one["name"]) if kind else folder)


def draw_kind(samples, verdicts, folder):
    """The figures of one kind of node."""
    data = Data(kinds.unplaced(samples), verdicts)
    folder.mkdir(parents=True, exist_ok=True)
    captions = {name: save(drawn, name, folder) for name, drawn in drawings(data) if drawn}
    text = json.dumps(captions, indent=1, ensure_ascii=False)
    (folder / "captions.json").write_text(text + "\n", encoding="utf-8")


def drawings(data):
    """(name, Drawn or None where the run has no data for it), one after the other: each is closed before the next."""
    yield from overview.all_of(data)
    yield "standings", standings.chart(data.verdicts["answer"])
    for verdict in data.verdicts["claims"]:
        yield verdict["id"], judged.claim(data, verdict)
        yield f"{verdict['id']}-causes", judged.evidence(data, verdict)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("samples", "verdicts", "out"):
        parser.add_argument(f"--{name}", required=True, type=Path)
    given = parser.parse_args()
    draw(table.load(given.samples), json.loads(given.verdicts.read_text(encoding="utf-8")), given.out)


if __name__ == "__main__":
    main()
