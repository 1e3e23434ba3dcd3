"""`python -m measure '{…}' OUT PARENT [STATUS [TURNS]]`: one cell, described in JSON, becomes one CSV.

With STATUS, the exit status of an attempt that was killed, the CSV says so instead. TURNS make it one of a set, see
`cell_set`.
"""

from __future__ import annotations

import signal
import sys
import time

from measure import BEGAN
from measure.contract import discovery
from measure.contract.cell import Cell
from measure.contract.operations import OPERATIONS
from measure.harness import failures, turns
from measure.harness.cell_runner import CellRunner
from measure.hints import Any
from measure.record.digest import digest
from measure.record.journal import Journal, constants
from measure.system import host, temporary, watchdog

IMPORTED = time.time()
OWN_ENDS = (1, 2, 130, 143)  # an error of ours, wrong arguments, Ctrl-C, a polite end: nothing to put on record


def main(description: str, out: str, parent: str, status: str = "0", shared: str = "") -> None:
    """Measure the cell; it ends when process number `parent` is gone."""
    if int(status) in OWN_ENDS:
        sys.exit(int(status))
    cell = Cell.from_json(description)
    if not shared:  # whoever sleeps between its turns hears of its set's end, and need not look twice a second
        watchdog.end_with_process(int(parent))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    path = discovery.find(cell.backend)
    wanted = [name for name in OPERATIONS if name in cell.operations]  # in the contract's order
    prefix = host.prefix(out)
    temporary.enter(prefix)
    host.remove_semaphores(prefix)
    host.name_semaphores(prefix)
    alone = not shared
    facts = constants(cell, discovery.load_or_stand_in(path), digest(cell.settings, path), alone)
    journal = Journal(out, facts, wanted, prefix, alone)
    own = turns.of(shared, journal.deadline)
    if int(status) == turns.HUNG:
        journal.fail_remaining("timeout", "the cell's process gave no sign, and was killed from outside")
    elif int(status):
        journal.fail_remaining("died", f"the cell's process ended with exit status {status}")
    else:
        attempt(cell, path, journal, own, wanted)
    watchdog.end_children()
    journal.finish(own.slept)


def attempt(cell: Cell, path: str, journal: Any, own: Any, wanted: Any) -> None:
    """Whatever goes wrong outside an operation is the reason of those that are still pending."""
    try:
        runner = CellRunner(cell, path, journal, own)
        runner.watch.seconds.update(interpreter=max(0.0, BEGAN - host.process_started()), imports=IMPORTED - BEGAN)
        runner.run(wanted)
        journal.parts(runner.watch.seconds)
    except Exception as error:
        journal.fail_remaining("exception", failures.in_words(error))


if __name__ == "__main__":
    main(*sys.argv[1:])
