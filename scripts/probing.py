"""Which backend is probed under which interpreter: what the Snakefile asks of the safety matrix."""

import interpreters
import plan
from measure import contract
from sweep import age

SECONDS = 12  # for all probes of a backend under one interpreter, when two are at work on two cores
AT_ONCE = 2
ALONE = {"safety"}  # the targets of a run that makes nothing but the matrix


def pairs(sweep):
    """(interpreter, backend) of every job; the interpreters from before 3.8 are never asked."""
    labels = sorted({row["interpreter"] for row in sweep.rows.values()}, key=age)
    labels = interpreters.group(labels, sweep.config["safety"]["interpreters"])
    backends = plan.every_one(sweep.config["safety"]["backends"], contract.BACKENDS)
    return [(label, backend) for label in labels for backend in backends]


def files(sweep):
    return [f"{sweep.out}/safety/{label}/{backend}.jsonl" for label, backend in pairs(sweep)]


def backend(wildcards):
    """The file that a job probes: when it changes, it is probed again."""
    return contract.find(wildcards.backend)


def table(sweep):
    """The matrix, as a list: empty in a run that doesn't make one and has none from before."""
    return [f"{sweep.out}/safety.csv"] if sweep.config["safety"]["in_run"] else sweep.made("safety.csv")


def opening(sweep, targets):
    """The sentence that opens a run, or that of a run that was asked for the matrix alone."""
    jobs = len(pairs(sweep))
    ours = f"{jobs} backends and interpreters to probe: about {jobs * SECONDS / AT_ONCE / 60:.1f} minutes on two cores"
    if set(targets) == ALONE:
        return f"{ours} when nothing is done yet; the matrix goes to {sweep.out}/safety.csv"
    return f"{sweep.estimate()}; before the report {ours}" if sweep.config["safety"]["in_run"] else sweep.estimate()


def closing(out, targets):
    """The words that end a run that was asked for the matrix alone, else nothing."""
    return f"The matrix: {out}/safety.csv; the report shows it when it is made again." if set(targets) == ALONE else ""
