"""The archived runs in words: a row each for results/published/README.md, and a sentence for README.md."""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import Any

from support import units

PURPOSES = {  # by the folder that the configuration writes to
    "results": "the article's claims: README.md, docs/index.html, docs/paper.pdf",
    "results/mechanisms": "what to use instead: README.md, docs/mechanisms.html",
    "results/other_sources": "what other sources say: docs/other-sources.md, docs/other_sources.html",
}


def lines(runs: Mapping[str, dict[str, Any]], quoted: Set[str]) -> list[str]:
    """The lines of the table.

    Parameters
    ----------
    runs : folder's name -> its verdicts.json
    quoted : names of the runs that the texts quote; the others are there for comparison
    """
    head = ["run", "machine", "interpreters", "commit", "planned", "minutes", "cells", "disturbed", "missed controls"]
    lines = [f"| {' | '.join([*head, 'what it is for'])} |", "|---" * (1 + len(head)) + "|"]
    return [*lines, *(row(name, one["run"], one["instrument"], name in quoted) for name, one in runs.items())]


def row(name: str, run: dict[str, Any], instrument: dict[str, Any], quoted: bool) -> str:
    """A run's row; its minutes are those from its first cell to its last."""
    machine, labels = run["machine"], sorted(run["interpreters"], key=units.version_key)
    purpose = PURPOSES.get(run["config"]["outdir"], run["config"]["outdir"])
    cells = [
        f"[{name}]({name})",
        f"{machine['processor']}, {machine['cores']} cores",
        ", ".join(labels),
        f"`{str(run['commit'])[:7]}`",
        str(run["planned"]).replace("T", " ").removesuffix("Z") + " UTC",
        f"{(run['ended'] - run['started']) / 60:.0f}",
        f"{run['cells']:,} in {run['blocks']} blocks",
        f"{instrument['disturbed']:,}",
        ", ".join(one["name"] for one in instrument["controls"] if not one["found"]) or "none",
        purpose if quoted else f"replicates {purpose.partition(':')[0]}",
    ]
    return f"| {' | '.join(cells)} |"


def measured_on(run: dict[str, Any]) -> str:
    """The machine, the interpreters and the size of a run; how these were built stands in its report."""
    labels = sorted(run["interpreters"], key=units.version_key)
    return (
        f"Measured on {run['machine']['processor']}, {run['machine']['cores']} cores, CPython "
        f"{' to '.join(dict.fromkeys((labels[0], labels[-1])))}; {run['cells']:,} cells in {run['blocks']} blocks."
    )
