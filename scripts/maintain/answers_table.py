"""What to use for each job, as the README's table: of the archived run of all mechanisms, and of another one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from render.tables import recommendations, workloads


def lines(path: Path, other: Path) -> list[str]:
    """The lines of the table for a run, and what the article's advice takes.

    `other`: the run that answers what the first one has not measured.
    """
    verdicts = json.loads(path.read_text(encoding="utf-8"))
    jobs = workloads.to_context(verdicts.get("workloads"))
    if not jobs:
        raise ValueError(f"{path}: no answer to quote")
    known = {job["id"] for job in jobs}
    beside = workloads.to_context(json.loads(other.read_text(encoding="utf-8")).get("workloads"))
    jobs += [job for job in beside if job["id"] not in known]
    blocks, most = jobs[0]["blocks"], max(job["compared"] for job in jobs)
    found = [
        f"Of {most} mechanisms, Python {jobs[0]['interpreter']}, {blocks} blocks "
        "([the run's page](docs/mechanisms.html)). Times are of the whole life of an object, with "
        "95% intervals.",
        "",
        "| job | use | time | it needs | faster |",
        "|---|---|---|---|---|",
        *map(job_row, jobs),
    ]
    if others := [job["job"] for job in jobs if job["id"] not in known]:
        found += [
            "",
            f"From the run {other.parent.name}, which measured what the other one has not: {', '.join(others)}.",
        ]
    context = recommendations.to_context(verdicts["answer"], verdicts["claims"], verdicts["run"])
    if context and context["article"]:
        found += ["", article_sentence(context["article"])]
    return found


def job_row(job: dict[str, Any]) -> str:
    """A job's row: what is advised, or why nothing is."""
    row = job["use"] or job["near"]
    none = f"no recommendation; the simplest of the fastest is {row['backend']}, {row['safe']}"
    use = f"**{row['backend']}** ([recipe]({row['recipe']}))" if job["use"] else none
    return f"| {job['job']} ({job['life']}) | {use} | {row['time']} | {row['needs']} | {job['faster'] or 'none'} |"


def article_sentence(article: dict[str, Any]) -> str:
    """What it takes to follow the article's advice."""
    return (
        f"The article's advice (ShareableList for small data, a Manager for large) takes {article['median']:.3g} times "
        f"as long as the best in the median condition, and {article['worst']:,.0f} times in the worst."
    )
