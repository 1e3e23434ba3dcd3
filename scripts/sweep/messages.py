"""The sentences that open and close a run."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from sweep import plan
from sweep.targets import Sweep

START_SECONDS = 6  # that a cluster's job takes until its first cell, as measured by tests/system/slurm
START_SHARE = 0.1  # of a job's time, at most
PROBE_SECONDS = 12  # for all probes of a backend under one interpreter, when two are at work on two cores
PROBES_AT_ONCE = 2
SAFETY_ALONE = {"safety"}  # the targets of a run that makes nothing but the matrix


def opening(sweep: Sweep, targets: Any) -> str:
    """The sentence that opens a run, or that of a run that was asked for the matrix alone."""
    jobs = len(sweep.probe_pairs())
    minutes = jobs * PROBE_SECONDS / PROBES_AT_ONCE / 60
    ours = f"{jobs} backends and interpreters to probe: about {minutes:.1f} minutes on two cores"
    if set(targets) == SAFETY_ALONE:
        return f"{ours} when nothing is done yet; the matrix goes to {sweep.out}/safety.csv"
    return f"{estimate(sweep)}; before the report {ours}" if sweep.config["safety"]["in_run"] else estimate(sweep)


def estimate(sweep: Sweep) -> str:
    """How many cells, how long, and where the results go."""
    rows = [row for row in sweep.measured if int(row["block"]) in sweep.blocks]
    searches = len(sweep.limit_files()) * len(sweep.config["limits"]["elements"]) / 2  # -O repeats few of them
    seconds = sum(float(row["seconds"]) for row in rows) + 1.2 * searches + 2.5 * len(sweep.work_files())
    more = plan.most_blocks(sweep.config) - len(sweep.blocks)
    return (
        f"{len(rows)} cells in {len(sweep.blocks)} blocks: about {(seconds + 25) / 60:.1f} minutes"
        f" when nothing is done yet{f', and up to {more} blocks more' if more else ''}; results go to {sweep.out}/"
    )


def job_size(sweep: Sweep) -> str:
    """The sentence that opens a cluster's run: how long a block, which is a job, should take."""
    rows, jobs = [row for row in sweep.measured if row["block"] == "0"], len(sweep.parts([0]))
    seconds = sum(float(row["seconds"]) for row in rows) / jobs
    words = f"{len(rows)} cells of a block in {jobs} job{'s' * (jobs > 1)} of about {seconds / 60:.1f} minutes"
    if seconds < START_SECONDS / START_SHARE:
        words += "; starting it takes more than a tenth of that: put more into a block, see profiles/README.md"
    return words


def failed_job_logs(log: str) -> str:
    """What the failed jobs wrote, found through Snakemake's log: the profile keeps the terminal quiet about rules."""
    text = Path(log).read_text(encoding="utf-8")
    files = dict.fromkeys(re.findall(r"2>>? (\S+\.log)' returned non-zero", text))
    return "\n".join(f"{file}:\n{Path(file).read_text(encoding='utf-8')}" for file in files)


def closing(out: Path, targets: Any) -> str:
    """The words that end a run: the verdicts and where the report is, or that it was not asked for."""
    if set(targets) == SAFETY_ALONE:
        return f"The matrix: {out}/safety.csv; the report shows it when it is made again."
    verdicts = out / "verdicts.txt"
    if not verdicts.exists():
        return "No report was made."
    return f"{verdicts.read_text()}\nThe report: {out}/report.html, as a paper: {out}/paper.pdf"
