"""A run on a cluster: what is asked before its first job, which job failed, and the plugins' noise."""

from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path
from typing import Any

from snakemake.logging import logger
from snakemake_interface_logger_plugins.common import LogEvent

PLUGINS = ("snakemake_executor_plugin_slurm", "snakemake_executor_plugin_cluster_generic")
# What the plugins warn of and nobody has to do anything about: most sites know a user's account without being told,
# both ways to ask for a job's state are fine, and a job that has its node for itself has the node's memory.
NOISE = (
    "No SLURM account",
    "Guessed SLURM account",
    "Unable to guess SLURM account",
    "No account was given",
    "Both 'sacctmgr' and 'sshare' returned empty results",
    "MinJobAge",
    "No job memory information",
)
PATIENCE = 20  # seconds for Slurm's answer
SUBMITTED = ".snakemake/log/slurm-{}.log"  # of a job's number, as profiles/cluster-generic has it


def accounting_fault(settings: Any) -> str:
    """Why the plugin for Slurm would never learn what becomes of its jobs, and what to do; or "".

    `settings`: the executor's. The plugin asks `sacct` where there is such a command, whether or not it knows anything.
    """
    if getattr(settings, "status_command", None) != "sacct":
        return ""
    try:
        asked = subprocess.run(
            ["sacct", "--allocations", "--noheader", "--starttime=now"],
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=PATIENCE,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""  # it may come back
    if asked.returncode == 0:
        return ""
    said = " ".join((asked.stderr or asked.stdout).split())
    return (
        f"Slurm keeps no accounts here, so the run would never learn that a job has ended (sacct: {said}). "
        "Put `slurm-status-command: squeue` into the profile's config.yaml, see profiles/README.md."
    )


class Noise(logging.Filter):
    """Keeps from the terminal what the plugins tell of their own affairs; Snakemake's log has it."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.levelno >= logging.ERROR or not any(name in record.pathname for name in PLUGINS):
            return True
        return record.levelno > logging.INFO and not any(noise in record.getMessage() for noise in NOISE)


class FailedJobs(logging.Handler):
    """Names each job that fails when it does: its block, its number, what became of it, and its log.

    Snakemake tells the same as an error of its rules, of which the profiles keep the terminal free.
    """

    def __init__(self) -> None:
        super().__init__()
        self.logs: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        facts = record.__dict__
        if facts.get("event") == LogEvent.GROUP_ERROR:
            self.tell(facts["job_error_info"], facts.get("external_jobid"), facts["aux_logs"])
        elif facts.get("event") == LogEvent.JOB_ERROR and "external_jobid" in facts["aux"]:  # not one of a group
            self.tell([facts], facts["aux"]["external_jobid"], facts["log"])

    def tell(self, members: list[dict[str, Any]], number: str | None, logs: list[str]) -> None:
        """`members`: rule_name and output of each of the rules' jobs that make up the cluster's job."""
        places = logs or [SUBMITTED.format(number)]
        self.logs += places
        state = f"job {number}, {state_of(number)}" if number else "it was not submitted"
        words = f"{describe(members)} failed ({state}); its log: {', '.join(places)}. The rest goes on."
        print(words, file=sys.stderr, flush=True)


def describe(members: list[dict[str, Any]]) -> str:
    """ "block 3", or the rules of a job that is none."""
    blocks = sorted(Path(file).stem for one in members if one["rule_name"] == "block" for file in one["output"])
    rules = dict.fromkeys(one["rule_name"] for one in members)
    return f"block {', '.join(blocks)}" if blocks else " and ".join(rules)


def state_of(number: str) -> str:
    """What Slurm says became of a job, such as CANCELLED, while it remembers."""
    try:
        command = ["squeue", "--noheader", "--states=all", "--format=%T", "--jobs", number]
        asked = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", timeout=PATIENCE)
    except (OSError, subprocess.TimeoutExpired):
        return "nobody knows why"
    return (asked.stdout.split() or ["nobody knows why"])[0]


def listen() -> FailedJobs:
    """Keep the noise from the terminal, and name the jobs that fail, from here on."""
    for handler in logger.handlers:
        if not isinstance(handler, logging.FileHandler):
            handler.addFilter(Noise())
    failed = FailedJobs()
    logger.addHandler(failed)
    return failed
