"""Kinds of node beside each other: the table of the page over all of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from collect import cells
from judge import node_kinds
from support import builds

CONDITION = ["interpreter", "backend", "payload", "size_bytes", "processes", "operation"]


def to_context(verdicts: dict[str, Any], summary: pd.DataFrame) -> dict[str, Any] | None:
    """What the page over all kinds says, or None for a run with one kind."""
    if "kinds" not in verdicts:
        return None
    kinds, controls = verdicts["kinds"], verdicts["run"].get("controls", {})
    measured = cells.unplaced(summary[summary["seconds"].notna() & ~summary["backend"].isin(controls)])
    built = [one["run"].get("builds", {}) for one in kinds.values()]
    speeds = [(0, 1.0, 1.0), *factors([cells.rows_of_kind(measured, kind) for kind in kinds], built)]
    rows = [row(kind, one, *speed) for (kind, one), speed in zip(kinds.items(), speeds, strict=True)]
    agreements = [claim["agreement"] for claim in verdicts["claims"]]
    return {
        "rows": rows,
        "claims": verdicts["claims"],
        "counts": {name: agreements.count(name) for name in ("agree", "differ", "open", "none decided")},
        "problems": verdicts["instrument"]["problems"],
    }


def row(kind: str, verdicts: dict[str, Any], common: int, factor: float, spread: float) -> dict[str, Any]:
    """A kind in the page's table."""
    run, name = verdicts["run"], verdicts["name"]
    facts = {"name": name, "kind": kind, "nodes": verdicts["nodes"], "page": node_kinds.page(name)}
    facts |= {"cells": run["cells"], "blocks": run["blocks"], "disturbed": verdicts["instrument"]["disturbed"]}
    return facts | {"common": common, "factor": factor, "spread": spread}


def factors(
    summaries: Sequence[pd.DataFrame], built: Sequence[Mapping[str, str]]
) -> Iterator[tuple[int, float, float]]:
    """Of each after the first: (conditions in common, median of its seconds over the first one's, their spread).

    `built`: of each, how its interpreters were built; where two have one built otherwise, nothing of it is in common.
    The spread is the factor between the 10% and the 90% quantile: near 1, one number tells the machines apart.
    """
    first = summaries[0].set_index(CONDITION)["seconds"]
    for other, own in zip(summaries[1:], built[1:], strict=True):
        alike = other[~other["interpreter"].isin(builds.differing(built[0], own))]
        logs = pd.Series(np.log(alike.set_index(CONDITION)["seconds"] / first)).dropna()
        if logs.empty:
            yield 0, np.nan, np.nan
        else:
            yield len(logs), np.exp(logs.median()), np.exp(logs.quantile(0.9) - logs.quantile(0.1))
