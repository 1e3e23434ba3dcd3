"""`python -m measure '{…}' OUT PARENT [STATUS]`: one cell, described in JSON, becomes one CSV.

With STATUS, the exit status of an attempt that was killed, the CSV says so instead.
"""

import json
import signal
import sys

from measure import contract, harness, host, watch
from measure.digest import digest
from measure.journal import Journal, constants

OWN_ENDS = (1, 2, 130, 143)  # an error of ours, wrong arguments, Ctrl-C, a polite end: nothing to put on record


def main(description, out, parent, status="0"):
    """Measure the cell; it ends when process number `parent` is gone."""
    if int(status) in OWN_ENDS:
        sys.exit(int(status))
    wanted = json.loads(description)
    watch.end_with_process(int(parent))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    path = contract.find(wanted["backend"])
    cell = contract.Cell(
        wanted["backend"],
        wanted["payload"],
        wanted["size"],
        wanted["processes"],
        sys.version_info[:2],
        wanted["start_method"],
        wanted.get("placement", "none"),
    )
    label, seal = wanted["interpreter"], digest(wanted["settings"], path)
    shared = constants(cell, contract.load(path), label, seal, wanted["name"], wanted["block"])
    operations = [name for name in contract.OPERATIONS if name in wanted["operations"]]  # in the contract's order
    prefix = host.prefix(out)
    host.remove_left_behind(prefix)
    journal = Journal(out, shared, operations, prefix)
    if int(status):
        journal.give_up("died", "the cell's process ended with exit status {}".format(status))
    else:
        attempt(cell, path, wanted, journal, operations)
    watch.end_children()
    journal.finish()


def attempt(cell, path, wanted, journal, operations):
    """Whatever goes wrong outside an operation is the reason of those that are still owed."""
    try:
        harness.Trial(cell, path, wanted["settings"], wanted["seed"], journal).run(operations)
    except Exception as error:
        journal.give_up("exception", "{}: {}".format(type(error).__name__, error))


if __name__ == "__main__":
    main(*sys.argv[1:])
