"""`python -m measure '{…}' OUT PARENT [STATUS]`: one cell, described in JSON, becomes one CSV.

With STATUS, the exit status of an attempt that was killed, the CSV says so instead.
"""

import json
import signal
import sys

from measure.contract import backend, discovery
from measure.contract.operations import OPERATIONS
from measure.harness import cell_runner
from measure.record.digest import digest
from measure.record.journal import Journal, constants
from measure.system import host, watchdog

OWN_ENDS = (1, 2, 130, 143)  # an error of ours, wrong arguments, Ctrl-C, a polite end: nothing to put on record


def main(description, out, parent, status="0"):
    """Measure the cell; it ends when process number `parent` is gone."""
    if int(status) in OWN_ENDS:
        sys.exit(int(status))
    wanted = json.loads(description)
    watchdog.end_with_process(int(parent))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    path = discovery.find(wanted["backend"])
    cell = backend.Cell(
        wanted["backend"],
        wanted["payload"],
        wanted["size"],
        wanted["processes"],
        sys.version_info[:2],
        wanted["start_method"],
        wanted.get("placement", "none"),
    )
    label, seal = wanted["interpreter"], digest(wanted["settings"], path)
    shared = constants(cell, discovery.load(path), label, seal, wanted["name"], wanted["block"])
    operations = [name for name in OPERATIONS if name in wanted["operations"]]  # in the contract's order
    prefix = host.prefix(out)
    host.remove_left_behind(prefix)
    journal = Journal(out, shared, operations, prefix)
    if int(status):
        journal.fail_remaining("died", "the cell's process ended with exit status {}".format(status))
    else:
        attempt(cell, path, wanted, journal, operations)
    watchdog.end_children()
    journal.finish()


def attempt(cell, path, wanted, journal, operations):
    """Whatever goes wrong outside an operation is the reason of those that are still owed."""
    try:
        cell_runner.CellRunner(cell, path, wanted["settings"], wanted["seed"], journal).run(operations)
    except Exception as error:
        journal.fail_remaining("exception", "{}: {}".format(type(error).__name__, error))


if __name__ == "__main__":
    main(*sys.argv[1:])
