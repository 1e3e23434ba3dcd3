"""The table of docs/claims.md: each claim with what measures it, how long that takes, and the published result."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from archive import between_runs
from judge import claims


def table(
    minutes: Path, entries: Path, findings: Path, ranking: Path, spreads: Sequence[between_runs.Spread] = ()
) -> str:
    """The table, in Markdown.

    Parameters
    ----------
    minutes : docs/data/claim_minutes.csv
    entries : config/claims/article.yaml
    findings, ranking : verdicts.json of the newest runs of the default sweep and of all mechanisms
    spreads : what the archived runs differ by
    """
    english = {claim["id"]: claim["english"] for claim in claims.load(entries)["claims"]}
    results = {one["id"]: one for one in judged(findings)}
    results |= {one["id"]: one for one in judged(ranking) if one["verdict"] is None}  # questions
    runs = dict.fromkeys(path.parent.name for path in (findings, ranking))
    lines = [f"Minutes and results are those of {' and '.join(runs)}.", ""]
    lines += ["| the article says | command | minutes | result | between runs |", "|---|---|---|---|---|"]
    for row in csv.DictReader(minutes.open(encoding="utf-8", newline="")):
        name = row["claim"]
        one = results.get(name)
        beside = between_runs.beside(one, spreads) if one else ""
        lines.append(f"| {english[name]} | `{row['command']}` | {time(row)} | {result(one)} | {beside} |")
    return "\n".join(lines)


def judged(verdicts: Path) -> list[dict[str, Any]]:
    """The claims and questions of a verdicts.json."""
    return list(json.loads(verdicts.read_text(encoding="utf-8"))["claims"])


def time(row: dict[str, str]) -> str:
    """The minutes of a row, and what is measured in them where that is not all."""
    return f"{row['minutes']} ({row['blocks']} blocks, under {row['under']})" if row["under"] else row["minutes"]


def result(one: dict[str, Any] | None) -> str:
    """The verdict and line of a claim; None is one that no run has judged yet."""
    return f"**{one['verdict'] or 'question'}**: {one['short']}" if one else "not published yet"
