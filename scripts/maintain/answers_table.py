"""What to use for each job, as the README's table: of the archived run of all mechanisms, and of another one."""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path
from typing import Any

from collect import safety
from render import chinese, translations
from render.tables import workloads
from render.tables.workloads import STANDARD
from support import units


def lines(path: Path, other: Path) -> list[str]:
    """The lines of the table for a run.

    `other`: the run that answers what the first one has not measured.
    """
    jobs, known = jobs_of(path, other)
    unseen, maker = deaths_unseen(path.parent), processor(path)
    blocks, most = jobs[0]["blocks"], max(job["compared"] for job in jobs)
    found = [
        f"By `make mechanisms` ([its page](docs/mechanisms.html)): {most} mechanisms, Python {jobs[0]['interpreter']}, "
        f"{blocks} blocks, {maker}.",
        "",
        "| job | use | time of it all | caveats |",
        "|---|---|---|---|",
        *(job_row(job, job["id"] not in known, unseen) for job in jobs),
    ]
    return found


def in_chinese(path: Path, other: Path) -> list[str]:
    """The same table in Chinese."""
    jobs, _ = jobs_of(path, other)
    most = max(job["compared"] for job in jobs)
    return [
        f"比较了 {most} 种方式,Python {jobs[0]['interpreter']};每种任务的次数、其余方式和置信区间见"
        "[全部方式的报告](docs/mechanisms.html)(英文)。",
        "",
        "| 任务 | 用什么 | 总耗时 | 需要 |",
        "|---|---|---|---|",
        *map(chinese_row, jobs),
    ]


def jobs_of(path: Path, other: Path) -> tuple[list[dict[str, Any]], set[str]]:
    """The jobs of both runs in words, and the ids of those that the first one answers."""
    jobs = workloads.to_context(json.loads(path.read_text(encoding="utf-8")).get("workloads"))
    if not jobs:
        raise ValueError(f"{path}: no answer to quote")
    known = {job["id"] for job in jobs}
    beside = workloads.to_context(json.loads(other.read_text(encoding="utf-8")).get("workloads"))
    return [*jobs, *(job for job in beside if job["id"] not in known)], known


def chinese_row(job: dict[str, Any]) -> str:
    """A job's row in Chinese."""
    row = job["use"] or job["near"]
    none = f"尚无推荐(最快者中最简单的是 {row['backend']},{chinese.SAFETY[row['safety']]})"
    use = f"**{row['backend']}**([示例]({row['recipe']}))" if job["use"] else none
    time = units.format_seconds(row["seconds"])
    return (
        f"| {translations.chinese(job['job'])}:{chinese.life(job)} | {use} | {time} | {chinese.needs(row['needs'])} |"
    )


def processor(path: Path) -> str:
    """Whose processor a run was measured on, like "Intel"."""
    machine = json.loads(path.read_text(encoding="utf-8"))["run"]["machine"]
    return str(machine["processor"]).partition(" ")[0].replace("(R)", "")


def deaths_unseen(folder: Path) -> set[tuple[str, str]]:
    """(channel, interpreter) of an archive whose sender got no exception when the receiver was killed."""
    table = safety.read(folder / "safety.csv")
    if table is None:
        return set()
    found = table[(table["probe"] == "receiver_killed") & (table["answer"] == "no")]
    return set(found[["backend", "interpreter"]].itertuples(index=False, name=None))


def job_row(job: dict[str, Any], beside: bool, unseen: set[tuple[str, str]]) -> str:
    """A job's row: what is advised, or why nothing is; `beside`: it is of the other run; `unseen`: `deaths_unseen`."""
    row = job["use"] or job["near"]
    use = f"**{row['backend']}** ([recipe]({row['recipe']}))" if job["use"] else f"nothing yet ({row['backend']})"
    what = job["job"] + (" (by `make report`)" if beside else "")
    return f"| {what} | {use} | {units.format_seconds(row['seconds'])} | {caveats(row, job, unseen)} |"


def caveats(row: dict[str, Any], job: dict[str, Any], unseen: Collection[tuple[str, str]] = ()) -> str:
    """What a mechanism needs beyond the standard library, what is known of it, and who is faster, at which price."""
    told = [] if job["use"] else [row["safe"]]
    told += [] if row["needs"] == STANDARD else [f"needs {row['needs']}"]
    told += ["no exception when its receiver dies"] if (row["backend"], job["interpreter"]) in unseen else []
    if job["faster"]:
        others = {one["backend"]: one for one in (job["fastest_safe"], job["fastest"]) if one}
        told += [faster(one) for name, one in others.items() if name != row["backend"]]
    return "; ".join(told) or "none"


def faster(row: dict[str, Any]) -> str:
    """A faster mechanism with its time, and why it isn't the advice."""
    reason = row["safe"].partition(";")[0].replace("not safe", "unsafe")
    price = f"but {reason}" if row["safety"] == "unsafe" else f"needs {row['needs']}"
    return f"{row['backend']} takes {units.format_seconds(row['seconds'])}, {price}"
