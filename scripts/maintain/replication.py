"""What each archived run says of each claim, side by side, as results/published/README.md shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from archive import between_runs
from maintain import readme_parts
from render.tables import verdicts

NOT_THERE = "not measured"


def lines(runs: Mapping[str, dict[str, Any]]) -> list[str]:
    """A row for each claim that several runs measured; those that merely work, in all of them, share one.

    Parameters
    ----------
    runs : folder's name -> its verdicts.json
    """
    found = between_runs.outcomes(list(runs.values()))
    claims = {name: {one["id"]: one for one in run["claims"]} for name, run in runs.items()}
    shown = [name for name, own in claims.items() if own.keys() & found.keys()]
    rows = [(name, [claims[run].get(name) for run in shown]) for name in found]
    plain = [name for name, some in rows if all(one is None or verdicts.is_settled(one) for one in some)]
    return [
        f"| claim | {' | '.join(shown)} |",
        "|---" * (1 + len(shown)) + "|",
        *(f"| {name} | {' | '.join(map(cell, some))} |" for name, some in rows if name not in plain),
        *([f"| {', '.join(plain)} | {' | '.join(working(claims[run], plain) for run in shown)} |"] if plain else []),
    ]


def working(claims: Mapping[str, dict[str, Any]], names: Sequence[str]) -> str:
    """The cell of a run for claims that hold wherever they were measured."""
    measured = sum(name in claims for name in names)
    return "**holds**" if measured == len(names) else f"**holds** ({measured} of {len(names)} measured)"


def cell(claim: dict[str, Any] | None) -> str:
    """A run's verdict of a claim with the effects of its headline, which have their intervals."""
    if claim is None or claim["verdict"] == "not measured here":
        return NOT_THERE
    told = readme_parts.ASIDE.sub("", str(claim["short"]))
    count = verdicts.format_count(claim)
    return f"**{claim['verdict']}**{f' ({count})' if count else ''}: {told}"
