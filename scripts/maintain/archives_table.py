"""The archived runs in words: a row each for results/published/README.md, and a sentence for README.md."""

from __future__ import annotations

from typing import Any

from support import units

PURPOSES = {  # by the folder that the configuration writes to
    "results": "the article's claims: README.md, docs/index.html, docs/paper.pdf",
    "results/mechanisms": "what to use instead: README.md, docs/mechanisms.html",
    "results/other_sources": "what other sources say: docs/other-sources.md, docs/other_sources.html",
}


def lines(runs: dict[str, dict[str, Any]]) -> list[str]:
    """The lines of the table.

    Parameters
    ----------
    runs : folder's name -> `run` of its verdicts.json
    """
    head = ["| run | machine | interpreters | commit | planned | minutes | cells | what it is for |", "|---" * 8 + "|"]
    return [*head, *(row(name, run) for name, run in runs.items())]


def row(name: str, run: dict[str, Any]) -> str:
    """A run's row; its minutes are those from its first cell to its last."""
    machine, labels = run["machine"], sorted(run["interpreters"], key=units.version_key)
    cells = [
        f"[{name}]({name})",
        f"{machine['processor']}, {machine['cores']} cores",
        ", ".join(labels),
        f"`{str(run['commit'])[:7]}`",
        str(run["planned"]).replace("T", " ").removesuffix("Z") + " UTC",
        f"{(run['ended'] - run['started']) / 60:.0f}",
        f"{run['cells']:,} in {run['blocks']} blocks",
        PURPOSES.get(run["config"]["outdir"], run["config"]["outdir"]),
    ]
    return f"| {' | '.join(cells)} |"


def measured_on(run: dict[str, Any]) -> str:
    """The machine, the interpreters and the size of a run; how these were built stands in its report."""
    labels = sorted(run["interpreters"], key=units.version_key)
    return (
        f"Measured on {run['machine']['processor']}, {run['machine']['cores']} cores, CPython "
        f"{' to '.join(dict.fromkeys((labels[0], labels[-1])))}; {run['cells']} cells in {run['blocks']} blocks."
    )
