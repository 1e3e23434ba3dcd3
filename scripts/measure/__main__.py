"""`python -m measure '{…}' OUT PARENT [STATUS]`: one cell, described in JSON, becomes one CSV.

With STATUS, the exit status of an attempt that was killed, the CSV says so instead.
"""

from __future__ import annotations

import signal
import sys

from measure.contract import discovery
from measure.contract.cell import Cell
from measure.contract.operations import OPERATIONS
from measure.harness.cell_runner import CellRunner
from measure.hints import Any
from measure.record.digest import digest
from measure.record.journal import Journal, constants
from measure.system import host, watchdog

OWN_ENDS = (1, 2, 130, 143)  # an error of ours, wrong arguments, Ctrl-C, a polite end: nothing to put on record


def main(description: str, out: str, parent: str, status: str = "0") -> None:
    """Measure the cell; it ends when process number `parent` is gone."""
    if int(status) in OWN_ENDS:
        sys.exit(int(status))
    cell = Cell.from_json(description)
    watchdog.end_with_process(int(parent))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    path = discovery.find(cell.backend)
    wanted = [name for name in OPERATIONS if name in cell.operations]  # in the contract's order
    prefix = host.prefix(out)
    host.remove_left_behind(prefix)
    journal = Journal(out, constants(cell, discovery.load(path), digest(cell.settings, path)), wanted, prefix)
    if int(status):
        journal.fail_remaining("died", f"the cell's process ended with exit status {status}")
    else:
        attempt(cell, path, journal, wanted)
    watchdog.end_children()
    journal.finish()


def attempt(cell: Cell, path: str, journal: Any, wanted: Any) -> None:
    """Whatever goes wrong outside an operation is the reason of those that are still pending."""
    try:
        CellRunner(cell, path, journal).run(wanted)
    except Exception as error:
        journal.fail_remaining("exception", f"{type(error).__name__}: {error}")


if __name__ == "__main__":
    main(*sys.argv[1:])
