"""The record: one row an observation, its columns, their units, and the file that holds them."""

import csv
import os

from measure import host

# Column -> (type, what it says). Types are those of the collected table; "float" and "int" may be empty.
COLUMNS = {
    "cell": ("str", "the cell's place in the plan, as its file is named"),
    "digest": ("str", "of the cell's settings and of the sources that measured it"),
    "node": ("str", "name of the machine"),
    "kind": ("str", "what kind of machine that is: processor, cores, memory, kernel, governor"),
    "boot_id": ("str", "of the machine's kernel, or empty where it has none"),
    "interpreter": ("str", "label: 3.8, 3.13, 3.13t for a free-threaded build"),
    "implementation": ("str", "cpython, pypy …"),
    "version": ("str", "full version of the interpreter"),
    "build": ("str", "how it was built: pgo, lto, debug, free-threaded, or plain"),
    "start_method": ("str", "how the workers were started"),
    "affinity": ("str", "processors that the cell may use"),
    "cores": ("int", "number of these processors"),
    "gc": ("str", "whether the garbage collector ran while timing"),
    "backend": ("str", "the mechanism, as its file is named"),
    "library": ("str", "third-party libraries that it uses, with their versions"),
    "payload": ("str", "items, small_items or blob"),
    "size_bytes": ("int", "bytes of the payload"),
    "footprint_bytes": ("int", "bytes that the mechanism occupies for it, where it can tell"),
    "processes": ("int", "workers"),
    "servers": ("int", "processes that serve them"),
    "placement": ("str", "how the workers were put on processors: none, compact or spread"),
    "oversubscribed": ("bool", "workers and servers together exceed the cores"),
    "block": ("int", "the repetition"),
    "operation": ("str", "what was timed; `cell` for the facts of the whole cell"),
    "line": ("str", "the very source that was timed"),
    "lock": ("str", "the lock that guarded it, or none"),
    "phase": ("str", "warmup (with calibration, in one row), sample, or cell"),
    "worker": ("int", "0 and up; -1 is the parent"),
    "processors": ("str", "those that the worker may use; of a channel those of both its ends"),
    "numa_node": ("str", "the NUMA nodes of these processors"),
    "batch": ("int", "0 and up"),
    "loops": ("int", "times that the line ran"),
    "seconds_per_operation": ("float", "seconds"),
    "started_ns": ("int", "monotonic clock of the node, nanoseconds"),
    "ended_ns": ("int", "monotonic clock of the node, nanoseconds"),
    "wall_started": ("float", "seconds since 1970, of the cell"),
    "wall_ended": ("float", "seconds since 1970, of the cell"),
    "canary_seconds": ("float", "a fixed task before and after: of a lone worker's own, else of the parent's"),
    "busy_other_seconds": ("float", "processor time of others while the cell ran"),
    "steal_seconds": ("float", "processor time that the hypervisor took while the cell ran"),
    "megahertz": ("float", "the processors' mean frequency when the cell ended, where the system tells"),
    "switches": ("int", "involuntary context switches of the worker during the operation"),
    "check": ("str", "ok, or what was wrong with the result"),
    "error": ("str", "empty, or one of ERRORS"),
    "reason": ("str", "why, in a sentence"),
    "predicted_seconds": ("float", "what the operation would have taken"),
}

ERRORS = {
    "declined": "the backend can't do it, and says why",
    "refused": "the machine can't hold it",
    "predicted": "it would have taken longer than its allowance",
    "timeout": "it didn't end by its deadline",
    "exception": "it raised",
    "died": "a process ended in the middle",
    "wrong": "the result failed its check",
}

LIMIT_COLUMNS = {
    "digest": "str",
    "node": "str",
    "interpreter": "str",
    "version": "str",
    "optimised": "bool",
    "backend": "str",
    "element": "str",
    "unit": "str",
    "limit": "float",
    "capped": "bool",
    "cap": "float",
    "cap_reason": "str",
    "limit_bytes": "float",
    "failure": "str",
    "probes": "int",
    "seconds": "float",
}


class Writer:
    """Write rows to a temporary file, flushed row by row; `close` gives it its name, so that a file is whole.

    `constants` are the columns that every row of the file shares. A row is refused with a ValueError when it
    has a column that the record doesn't know. The temporary name is this process's own, on a shared file system too.
    """

    def __init__(self, path, constants=None, columns=COLUMNS):
        self.path = path
        self.constants = dict(constants or {})
        self.columns = list(columns)
        self.temporary = "{}.{}.{}.part".format(path, host.node(), os.getpid())
        self.file = open(self.temporary, "w", newline="", encoding="utf-8")
        self.writer = csv.DictWriter(self.file, self.columns, lineterminator="\n")
        self.writer.writeheader()

    def row(self, **values):
        full = dict(self.constants, **values)
        unknown = set(full) - set(self.columns)
        if unknown:
            raise ValueError("no such column: {}".format(", ".join(sorted(unknown))))
        self.writer.writerow({key: _plain(value) for key, value in full.items()})
        self.file.flush()

    def close(self):
        self.file.close()
        os.replace(self.temporary, self.path)


def _plain(value):
    """One line of text: reasons come from exceptions, which may span several."""
    if isinstance(value, str):
        return " ".join(value.split("\n")).replace("\r", " ")[:500]
    return value
