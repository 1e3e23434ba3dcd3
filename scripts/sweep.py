"""What the Snakefile asks of a plan: files, commands, priorities, and the words that open and close a run."""

import json
import re
import shlex
import sys
from pathlib import Path

from snakemake.scheduling import job_scheduler

import interpreters
import plan
import settings
from measure import contract
from measure.digest import digest

START_SECONDS = 6  # that a cluster's job takes until its first cell, as measured by tests/slurm
START_SHARE = 0.1  # of a job's time, at most
LARGE = 500  # cells of a block, beyond which it is split: Snakemake plans a larger group slowly


class Sweep:
    """The plan of an output folder, and what the Snakefile asks of it. Rows are dicts of COLUMNS, all text."""

    def __init__(self, config, rows):
        self.config = config
        self.rows = {row["name"]: row for row in rows}
        self.measured = [row for row in rows if not row["reason"]]
        self.blocks = range(config["blocks"])  # the first stage: all of them, unless `precision` asks for more
        self.out = Path(config["outdir"])
        self.paths = json.loads((self.out / "interpreters.json").read_text())
        self.digests = {name: digest(config["timing"], path) for name, path in contract.everything().items()}

    def raw(self, block, checkpoints=None):
        """The files of the cells of a block (`3`), or of its part (`3-3.8`); of a later one the sets that need it."""
        block, _, label = str(block).partition("-")
        rows = [row for row in self.measured if row["block"] == block and label in ("", row["interpreter"])]
        if int(block) not in self.blocks:
            needed = self.needed(checkpoints)
            rows = [row for row in rows if needed.get(f"{row['interpreter']} {row['payload']}", 0) > int(block)]
        return [f"{self.out}/raw/{row['name']}.csv" for row in rows]

    def parts(self, blocks):
        """The tables of blocks, each of them a cluster's job: a large block has one an interpreter.

        Cells of two interpreters are never compared.
        """
        first = [row["interpreter"] for row in self.measured if row["block"] == "0"]
        labels = list(dict.fromkeys(first)) if len(first) > LARGE else []
        names = [f"{block}-{label}" for block in blocks for label in labels] or blocks
        return [f"{self.out}/blocks/{name}.parquet" for name in names]

    def tables(self, checkpoints):
        """The tables of all blocks, as many as the wanted precision needs."""
        count = (
            max(self.needed(checkpoints).values(), default=len(self.blocks))
            if self.config["precision"]
            else len(self.blocks)
        )
        return self.parts(range(count))

    def needed(self, checkpoints):
        """Set of cells that are compared with each other -> the number of its blocks, told after the first stage."""
        return json.loads(Path(checkpoints.precision.get().output[0]).read_text())["blocks"]

    def row(self, wildcards):
        return self.rows["{block}/{interpreter}/{backend}/{payload}-{size}-{processes}".format(**wildcards)]

    def priority(self, wildcards):
        """Earlier blocks first, and within a block its random order."""
        row = self.row(wildcards)
        return (plan.most_blocks(self.config) - int(row["block"])) * 100_000 - int(row["order"])

    def command(self, wildcards):
        """The interpreter on trial, told what to measure."""
        row = self.row(wildcards)
        description = {
            "name": row["name"],
            "interpreter": row["interpreter"],
            "backend": row["backend"],
            "payload": row["payload"],
            "size": int(row["size_bytes"]),
            "processes": int(row["processes"]),
            "placement": row["placement"],
            "start_method": row["start_method"],
            "operations": row["operations"].split(),
            "block": int(row["block"]),
            "seed": self.config["seed"] + int(row["block"]),
            "settings": self.config["timing"],
            "digest": self.digests[row["backend"]],
        }
        return f"{shlex.quote(row['python'])} -s -m measure {shlex.quote(json.dumps(description))}"

    def quoted_digests(self):
        """What each backend's cells must have been measured with, for a shell."""
        return shlex.quote(json.dumps(self.digests, sort_keys=True))

    def made(self, name):
        """A file of the output folder that a tool may have made beside the workflow, as a list: empty without it."""
        return [str(path) for path in [self.out / name] if path.exists()]

    def work_files(self):
        """The files of the checks: one an interpreter, those before 3.8 included, or those of the ends."""
        labels = interpreters.group(sorted(self.paths, key=age), self.config["works"])
        return [f"{self.out}/works/{label}.jsonl" for label in labels]

    def path(self, wildcards):
        """The interpreter of a label, for a shell."""
        return shlex.quote(self.paths[wildcards.interpreter])

    def limit_files(self):
        """The files of the search for limits: every interpreter of the ends, plain and with -O."""
        labels = list(dict.fromkeys(row["interpreter"] for row in self.rows.values()))
        labels = interpreters.group(sorted(labels, key=age), "ends")
        backends = plan.every_one(self.config["limits"]["backends"], contract.BACKENDS)
        return [f"{self.out}/limits/{a}/{b}-{c}.csv" for a in labels for b in backends for c in ("plain", "optimised")]

    def limit_needs(self, wildcards):
        """With -O only what has a limit without it is searched again."""
        plain = f"{self.out}/limits/{wildcards.interpreter}/{wildcards.backend}-plain.csv"
        return [plain] if wildcards.mode == "optimised" else []

    def limit_command(self, wildcards):
        row = next(row for row in self.rows.values() if row["interpreter"] == wildcards["interpreter"])
        limits = self.config["limits"]
        description = {
            "interpreter": wildcards["interpreter"],
            "backend": wildcards["backend"],
            "elements": limits["elements"],
            "start_method": self.config["start_method"],
            "settings": {"cap_bytes": limits["cap_bytes"], "cap_seconds": limits["cap_seconds"]},
            "after": (self.limit_needs(wildcards) or [None])[0],
        }
        flags = "-s -O" if wildcards["mode"] == "optimised" else "-s"
        return f"{shlex.quote(row['python'])} {flags} -m measure.limit {shlex.quote(json.dumps(description))}"

    def estimate(self):
        """The sentence that opens a run."""
        rows = [row for row in self.measured if int(row["block"]) in self.blocks]
        searches = len(self.limit_files()) * len(self.config["limits"]["elements"]) / 2  # -O repeats few of them
        seconds = sum(float(row["seconds"]) for row in rows) + 1.2 * searches + 2.5 * len(self.work_files())
        more = plan.most_blocks(self.config) - len(self.blocks)
        return (
            f"{len(rows)} cells in {len(self.blocks)} blocks: about {(seconds + 25) / 60:.1f} minutes"
            f" when nothing is done yet{f', and up to {more} blocks more' if more else ''}; results go to {self.out}/"
        )

    def job_size(self):
        """The sentence that opens a cluster's run: how long a block, which is a job, should take."""
        rows, jobs = [row for row in self.measured if row["block"] == "0"], len(self.parts([0]))
        seconds = sum(float(row["seconds"]) for row in rows) / jobs
        words = f"{len(rows)} cells of a block in {jobs} job{'s' * (jobs > 1)} of about {seconds / 60:.1f} minutes"
        if seconds < START_SECONDS / START_SHARE:
            words += "; starting it takes more than a tenth of that: put more into a block, see profiles/README.md"
        return words


def shell_prefix(root):
    """What every job's shell starts with: the modules' place, and two functions.

    `analyse NAME …` is for the workflow's own Python, `on_trial PYTHON …` for one of the plan, which a node may lack.
    Snakemake formats it once more, hence the doubled braces.
    """
    python, scripts = shlex.quote(sys.executable), shlex.quote(f"{root}/scripts")
    functions = (
        f'analyse() {{ {python} -m "analyse.$1" "${{@:2}}"; }}',
        'on_trial() { [ -x "$1" ] || { echo "$1: no such interpreter on $(uname -n)" >&2; exit 1; }; "$@"; }',
    )
    prefix = f"set -euo pipefail; export PYTHONPATH={scripts}; {'; '.join(functions)}; "
    return prefix.replace("{", "{{").replace("}", "}}")


def calm():
    """Switch off Snakemake's rate limiter, in the main process and inside a cluster's jobs, where no hook is called.

    Each time it schedules, it starts a timer that makes it schedule again, and each job adds one more: after some
    hundred jobs Snakemake 9.27 kept a whole core busy beside the measurement (busy_other_seconds told).
    """
    job_scheduler.JobRateLimiter = lambda _: None


def complaints(log):
    """What the failed jobs wrote, found through Snakemake's log: the profile keeps the terminal quiet about rules."""
    text = Path(log).read_text(encoding="utf-8")
    files = dict.fromkeys(re.findall(r"2>>? (\S+\.log)' returned non-zero", text))
    return "\n".join(f"{file}:\n{Path(file).read_text(encoding='utf-8')}" for file in files)


def closing(out):
    """The words that end a run: the verdicts and where the report is, or that it was not asked for."""
    verdicts = out / "verdicts.txt"
    return (
        f"{verdicts.read_text()}\nThe report: {out}/report.html, as a paper: {out}/paper.pdf"
        if verdicts.exists()
        else "No report was made."
    )


def age(label):
    """Sorts 3.8 before 3.13 before 3.13t."""
    return [int(part) for part in label.rstrip("t").split(".")], label.endswith("t")


def load(config, files):
    """The Sweep of a configuration. Its plan is written once a run and read again by every process of the run.

    What is wrong with the configuration ends the program with one line.
    """
    try:
        settings.check(config, files, {kind: sorted(contract.paths(folder)) for kind, folder in plan.KINDS.items()})
        return Sweep(config, plan.planned(config))
    except (settings.BadConfig, interpreters.NotFound, plan.StalePlan) as error:
        sys.exit(str(error))
