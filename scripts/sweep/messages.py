"""The sentences that open and close a run."""

from __future__ import annotations

import json
import os
import re
import sys
import time
from pathlib import Path
from typing import Any

import psutil

from sweep import budget, outdated, pilot, plan, undecidable
from sweep.targets import Sweep

START_SECONDS = 6  # that a cluster's job takes until its first cell, as measured by tests/system/slurm
START_SHARE = 0.1  # of a job's time, at most
PROBE_SECONDS = 12  # for all probes of a backend under one interpreter, when two are at work on two cores
PROBES_AT_ONCE = 2
# A set's own: what Snakemake takes for a job (of a thousand that did nothing, 0.03 to 0.05 s), and an interpreter.
SET_SECONDS = 0.1
SEARCH_SECONDS, SEARCH_BYTES = 1.2, 2**25  # of an element's limit, when it is looked for up to so many bytes
CHECKS_SECONDS = 2.5  # of an interpreter
TABLE_SECONDS = 1.2  # of a block
# Snakemake's own start and the steps from the samples to the paper, and what each cell adds to them.
FINAL_SECONDS, FINAL_CELL_SECONDS = 13, 0.008
SAFETY_ALONE = {"safety"}  # the targets of a run that makes nothing but the matrix


def announce(sweep: Sweep, targets: Any, here: bool = True) -> None:
    """Say what opens a run, after its pilot. `here`: the cells run on this machine, not as a cluster's jobs.

    On stderr, where Snakemake tells its progress, and at once, also into a file: there stdout waits until its buffer is
    full.
    """
    if aside := outdated.make_way(sweep):
        say(aside)
    if here and set(targets) != SAFETY_ALONE:
        pilot.fit_plan(sweep, around_cells(sweep))
    say(opening(sweep, targets))
    if here and (fault := budget.too_small(sweep.config, first_seconds(sweep))):
        sys.exit(fault)
    if not here:
        say(job_size(sweep))
    warn(sweep, targets)


def announce_dry_run(sweep: Sweep, command: list[str]) -> None:
    """Say what would open the run, of a dry one, which calls no hook; `command`: the words of Snakemake's command line.

    No cell is tried then, the estimate stays rough.
    """
    alone = SAFETY_ALONE.intersection(command)
    say(opening(sweep, alone))
    warn(sweep, alone)
    if names := outdated.sets(sweep):
        say(outdated.words(sweep, names))


def warn(sweep: Sweep, targets: Any) -> None:
    """Say which claims the run can hardly decide, unless it is for the matrix alone."""
    if set(targets) != SAFETY_ALONE:
        for line in undecidable.warnings(mean_blocks(sweep)):
            say(line)


def say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def opening(sweep: Sweep, targets: Any) -> str:
    """The sentence that opens a run, or that of a run that was asked for the matrix alone."""
    minutes = probe_seconds(sweep) / 60
    ours = f"{len(sweep.probe_pairs())} backends and interpreters to probe: about {minutes:.1f} minutes on two cores"
    if set(targets) == SAFETY_ALONE:
        return f"{ours} when nothing is done yet; the matrix goes to {sweep.out}/safety.csv"
    return f"{estimate(sweep)}; before the report {ours}" if sweep.config["safety"]["in_run"] else estimate(sweep)


def probe_seconds(sweep: Sweep) -> float:
    """The wall time of all probes of safety."""
    return len(sweep.probe_pairs()) * PROBE_SECONDS / PROBES_AT_ONCE


def estimate(sweep: Sweep) -> str:
    """How many cells, how long, by which means that is known, and where the results go."""
    tried = len((piloted(sweep) or {}).get("cells", []))
    means = f"by {tried} cells that were tried here" if tried else "a rough guess, good to a factor of 2"
    further = f"; what is left of {sweep.config['budget']} goes where it decides" if sweep.config["budget"] else ""
    minutes = first_seconds(sweep) / 60
    return (
        f"{len(planned(sweep))} cells in {len(sweep.blocks)} blocks: about {minutes:.1f} minutes ({means})"
        f" when nothing is done yet{further}; results go to {sweep.out}/"
    )


def planned(sweep: Sweep) -> list[dict[str, str]]:
    """The cells of the blocks in which all is measured."""
    return [row for row in sweep.measured if int(row["block"]) in sweep.blocks]


def piloted(sweep: Sweep) -> dict[str, Any] | None:
    """What run.json says of the pilot; None where there was none, as in each older run, or of another configuration."""
    if not sweep.run.run.exists():  # a dry run's
        return None
    facts = json.loads(sweep.run.run.read_text(encoding="utf-8"))
    return facts.get("pilot") if facts["config"] == sweep.config else None


def estimated_seconds(sweep: Sweep) -> float:
    """The wall time of the whole run, from nothing to the paper, without the probes of safety."""
    return max(first_seconds(sweep), budget.seconds(sweep.config))


def first_seconds(sweep: Sweep) -> float:
    """That of the blocks in which all is measured, and of what is around them."""
    return measuring_seconds(sweep) + around_cells(sweep)


def measuring_seconds(sweep: Sweep) -> float:
    rows = planned(sweep)
    return sum(float(row["seconds"]) for row in rows) + SET_SECONDS * len(set(map(plan.set_of, rows)))


def around_cells(sweep: Sweep) -> float:
    """What is no cell's: searches for limits, checks, tables, and the steps to the paper."""
    limits = sweep.config["limits"]
    searches = len(sweep.limit_files()) * len(limits["elements"]) / 2  # -O repeats few of them
    each = SEARCH_SECONDS * min(1, limits["cap_bytes"] / SEARCH_BYTES)
    steps = TABLE_SECONDS * len(sweep.blocks) + CHECKS_SECONDS * len(sweep.work_files()) + FINAL_SECONDS
    return each * searches + steps + FINAL_CELL_SECONDS * len(planned(sweep))


def mean_blocks(sweep: Sweep) -> int:
    """How many blocks a set has, on average, when a budget is used up."""
    left = max(0.0, budget.seconds(sweep.config) - first_seconds(sweep))
    blocks = len(sweep.blocks)
    return blocks + int(left / measuring_seconds(sweep) * blocks) if left else blocks


def job_size(sweep: Sweep) -> str:
    """The sentence that opens a cluster's run: how long a block, which is a job, should take."""
    rows, jobs = [row for row in sweep.measured if row["block"] == "0"], len(sweep.parts([0]))
    seconds = sum(float(row["seconds"]) for row in rows) / jobs
    words = f"{len(rows)} cells of a block in {jobs} job{'s' * (jobs > 1)} of about {seconds / 60:.1f} minutes"
    if seconds < START_SECONDS / START_SHARE:
        words += "; starting it takes more than a tenth of that: put more into a block, see profiles/README.md"
    return words


def failed_job_logs(*logs: str) -> str:
    """What the failed jobs wrote, found through the logs of Snakemake and of a cluster's jobs.

    The profile keeps the terminal quiet about rules.

    What several of them wrote is told once.
    """
    text = "".join(Path(log).read_text(encoding="utf-8", errors="replace") for log in logs if Path(log).exists())
    files: dict[str, list[str]] = {}  # what stands in them -> their names
    for file in dict.fromkeys(re.findall(r"2>>? (\S+\.log)' returned non-zero", text)):
        files.setdefault(Path(file).read_text(encoding="utf-8"), []).append(file)
    return "\n".join(f"{heading(names)}:\n{said}" for said, names in files.items())


def heading(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"


def closing(sweep: Sweep, targets: Any) -> str:
    """The words that end a run: the verdicts, where the report is or that none was asked for, and the time."""
    if set(targets) == SAFETY_ALONE:
        return f"The matrix: {sweep.out}/safety.csv; the report shows it when it is made again."
    if not sweep.run.text.exists():
        return "No report was made."
    report = f"The report: {sweep.run.page}, as a paper: {sweep.run.paper}"
    spent = budget.spent(sweep.run.budget_table) if sweep.config["budget"] else ""
    return f"{sweep.run.text.read_text(encoding='utf-8')}\n{spent}{report}\n{compare_times(sweep)}"


def compare_times(sweep: Sweep) -> str:
    """What was announced, and what this process has taken so far, its start and the pilot included."""
    taken = time.time() - psutil.Process(os.getpid()).create_time()
    probes = probe_seconds(sweep) if sweep.config["safety"]["in_run"] else 0.0
    announced = f"about {(estimated_seconds(sweep) + probes) / 60:.1f} minutes from nothing"
    announced += f", {probes / 60:.1f} of them for the probes" if probes else ""
    return f"Announced: {announced}; this run took {taken / 60:.1f}."
