"""What other sources say, and what came of it: the tables of docs/other-sources.md, and README's sentence."""

from __future__ import annotations

import collections
import math
from collections.abc import Iterator
from typing import Any

from render.figures import captions
from render.tables import verdicts
from support import units

SHOWN = 10  # of the most surprising
SURPRISING = ("fails", "mostly fails", "depends")
RATIO = "times"
PAGE = "other-sources.md"
HEAD = ("| it says | to hold | measured | verdict |", "|---|---|---|---|")
SEVERAL = {  # of a verdict: what one claim does, and what several do
    "fails": ("fails", "fail"),
    "mostly fails": ("mostly fails", "mostly fail"),
    "depends": ("depends", "depend"),
    "undecided": ("is undecided", "are undecided"),
    "not measured here": ("was not measured", "were not measured"),
    "mostly holds": ("mostly holds", "mostly hold"),
    "holds": ("holds", "hold"),
}


def sentence(sources: list[dict[str, Any]]) -> str:
    """How many claims of how many sources came out how, with the link to all of them."""
    counts = counted(sources)
    told = ", ".join(
        f"{counts[verdict]} {words[counts[verdict] > 1]}" for verdict, words in SEVERAL.items() if counts[verdict]
    )
    return f"[{len(sources)} other sources](docs/{PAGE}) make {sum(counts.values())} claims: {told}."


def counted(sources: list[dict[str, Any]]) -> collections.Counter[str]:
    """Verdict -> how many claims of all the sources have it."""
    return collections.Counter(claim["verdict"] for source in sources for claim in source["claims"] if claim["verdict"])


def lines(name: str, run: dict[str, Any], sources: list[dict[str, Any]]) -> Iterator[str]:
    """Both tables: the most surprising claims, and those of each source.

    Parameters
    ----------
    name, run : the archive's folder and `run` of its verdicts.json
    sources : `sources` of the same file
    """
    labels = " and ".join(sorted(run["interpreters"], key=units.version_key))
    counts = counted(sources)
    known = sum(count for verdict, count in counts.items() if verdict not in ("undecided", "not measured here"))
    yield (
        f"Of {sum(counts.values())} claims of {len(sources)} sources {known} are decided, by the run "
        f"[{name}](../results/published/{name}): {run['machine']['processor']}, {run['machine']['cores']} cores, "
        f"CPython {labels}, {run['blocks']} blocks."
    )
    yield from ["", "## The most surprising", "", *HEAD]
    yield from (row(claim, f" ({linked(source)})") for source, claim in most_surprising(sources))
    for source in sources:
        yield from ["", f"## {source['title']}", "", byline(source), "", *HEAD]
        yield from (row(claim) for claim in source["claims"])


def most_surprising(sources: list[dict[str, Any]]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """(source, claim): what fails before what fails mostly and what depends; each by how far it is from what was said.

    What was seen, and has no number, stands behind what was measured.
    """
    some = [(source, claim) for source in sources for claim in source["claims"] if claim["verdict"] in SURPRISING]
    order = sorted(some, key=lambda pair: (SURPRISING.index(pair[1]["verdict"]), -distance(pair[1])))
    return order[:SHOWN]


def distance(claim: dict[str, Any]) -> float:
    """The largest log ratio between a failing reading and the bound next to it; 0 where none is a ratio."""
    failed = [one for one in claim["readings"] if one["decides"] and one["verdict"] == "fails" and one["unit"] == RATIO]
    return max((beyond(one["estimate"], one["margin"]) for one in failed), default=0.0)


def beyond(estimate: float, margin: float | list[float]) -> float:
    """The log ratio between an estimate and the bound next to it."""
    bounds = margin if isinstance(margin, list) else [margin]
    return min(abs(math.log(estimate / bound)) for bound in bounds)


def row(claim: dict[str, Any], where: str = "") -> str:
    """A claim's row, with its words as they stand there and what is tested where that says more."""
    says = f"“{claim['quote']}”" + (f": {claim['english']}" if claim["english"] != claim["quote"] else "")
    count = verdicts.format_count(claim)
    margins = [captions.format_margin(one["criterion"], one["margin"]) for one in claim["margins"] if one["margin"]]
    cells = [
        f"{says}{where}",
        " or ".join(dict.fromkeys(margins)) or "seen",
        claim["short"],
        f"**{claim['verdict'] or 'question'}**" + (f": {count}" if count else ""),
    ]
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def linked(source: dict[str, Any]) -> str:
    """A source's title, with its address where it has one."""
    return f"[{source['title']}]({source['address']})" if source["address"] else str(source["title"])


def byline(source: dict[str, Any]) -> str:
    """Who wrote a source, when, and where it stands."""
    told = f"{source['author'] or 'Author not named'}, {source['date'] or 'undated'}"
    return f"{told}: {source['address']}" if source["address"] else f"{told}."
