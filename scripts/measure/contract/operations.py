"""The operations, the line that each of them times, and why a backend declines one."""

from __future__ import annotations

import itertools
from collections import namedtuple

from measure.contract import increment_locks
from measure.contract.backend import Backend
from measure.hints import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from measure.contract.cell import Cell

# Each operation with what its line works on: one position ("item"), the whole ("whole"), or a verb of the contract;
# "round": from one process to another, and a signal back; "turns": one process makes a change and another reads it;
# "mix": several operations, as often as MIXES says;
# "first": the first time that a fresh process does it to a fresh object, once.
OPERATIONS = {
    "start": "verb",
    "first_create": "first",
    "first_attach": "first",
    "first_read": "first",
    "first_copy_out": "first",
    "empty_loop": "item",
    "create": "verb",
    "attach": "verb",
    "attach_connection": "verb",
    "attach_elsewhere": "verb",
    "read_item": "item",
    "read_item_fixed": "item",
    "iterate": "whole",
    "copy_out": "whole",
    "length": "whole",
    "repr": "whole",
    "sum": "whole",
    "write_item": "item",
    "write_item_fixed": "item",
    "increment": "whole",
    "increment_locked": "whole",
    "increment_own_lock": "whole",
    "increment_fcntl": "whole",
    "increment_atomic": "whole",
    "copy_in": "whole",
    "append": "whole",
    "latency": "turns",
    "refresh": "turns",
    "transfer": "round",
}
# What one turn of a program does, in one loop: config/workloads.yaml holds its sums against them.
MIXES = {
    "read_1000_write_1": {"read_item": 1000, "write_item": 1},
    "read_100_write_1": {"read_item": 100, "write_item": 1},
    "update_10_read_1": {"increment_locked": 10, "read_item": 1},
}
OPERATIONS.update(dict.fromkeys(MIXES, "mix"))
# Workers in two roles: so many of them write while all others read, and `timed` is what the rows tell of.
Roles = namedtuple("Roles", ["timed", "writers"])
ROLES = {
    f"{timed}_{writers}_writer{'s' if writers > 1 else ''}": Roles(timed, writers)
    for writers in (1, 2, 3)
    for timed in ("read_item", "write_item")
}
OPERATIONS.update(dict.fromkeys(ROLES, "item"))
WAITING = ("increment_locked", "increment_own_lock", "increment_fcntl", "increment_atomic")
GUARDED = dict.fromkeys(("increment_locked", "increment_own_lock"), "with lock: {}")
GUARDED["increment_fcntl"] = increment_locks.ON_A_FILE
EMPTY = "empty_loop"  # the loop around every line that works on one position, with no line in it
TURNS = {"latency": ("write_item", "read_item"), "refresh": ("copy_in", "copy_out")}  # what each side does
FIRST = {"first_create": "create", "first_attach": "attach", "first_read": "read_item", "first_copy_out": "copy_out"}
# Whoever refuses the one refuses the other.
MADE_OF = {
    "increment_fcntl": "increment",
    "attach_connection": "attach",
    "attach_elsewhere": "attach",
    "latency": "write_item",
    "refresh": "copy_in",
    **FIRST,
}
BLOB_OPERATIONS = {
    "start",
    "create",
    "attach",
    "attach_connection",
    "attach_elsewhere",
    "copy_out",
    "copy_in",
    "refresh",
    "transfer",
}
LIST_OPERATIONS = {"append", "repr"}  # which arrays and mappings lack, or have in other words
ARRAY_OPERATIONS = {"sum"}  # of an array alone
BLOB_OPERATIONS.update(first for first, later in FIRST.items() if later in BLOB_OPERATIONS)


def part(operation: str, worker: int) -> str:
    """What a worker does in an operation: in one of roles the first ones write; of any other one, the operation."""
    if operation not in ROLES:
        return operation
    return "write_item" if worker < ROLES[operation].writers else "read_item"


def timed_workers(operation: str, processes: int) -> list[int]:
    """The workers whose time an operation's rows tell; none where it needs more than there are."""
    found = ROLES.get(operation)
    if found is None:
        return list(range(processes))
    if processes <= found.writers:
        return []
    return [worker for worker in range(processes) if part(operation, worker) == found.timed]


def is_access(operation: str) -> bool:
    """Whether it works on one item."""
    return OPERATIONS[operation] == "item" or operation.startswith("increment")


def is_of_payload(operation: str, payload: str) -> bool:
    """Whether there is such an operation on such a payload."""
    if operation in ARRAY_OPERATIONS:
        return payload == "array"
    if payload in ("array", "mapping"):
        return operation not in LIST_OPERATIONS
    return payload != "blob" or operation in BLOB_OPERATIONS


def is_answered_by_server(backend: Any) -> bool:
    """Whether an access is a message: a server may look after memory that is accessed in place."""
    return bool(backend.servers) and backend.view_memory is None


def is_timed_singly(operation: str, backend: Any) -> bool:
    """Whether its quantiles are looked at: where processes wait for each other, and an operation outlasts the clock."""
    if OPERATIONS[operation] in ("turns", "round"):
        return True
    return operation in WAITING or (operation == "read_item" and is_answered_by_server(backend))


def reason_declined(backend: type[Backend], cell: Cell) -> str | None:
    """The reason why `backend` (a class) doesn't take `cell`, or None: what it declares, then what it says."""
    if cell.version < backend.since:
        return "needs Python {}.{}".format(*backend.since)
    if cell.payload not in backend.payloads:
        return "holds {} only".format(" and ".join(backend.payloads))
    if backend.most_attached is not None and cell.processes > backend.most_attached:
        return f"takes {backend.most_attached} processes at a time"
    return backend.unsupported(cell)


def line(backend: Any, operation: str, payload: str) -> str | None:
    """The source that is timed for `operation`, or None when the backend doesn't offer it."""
    if not is_of_payload(operation, payload) or operation in backend.refuses:
        return None
    if operation in FIRST:
        return line(backend, FIRST[operation], payload)
    if operation == "increment_own_lock" and backend.own_lock is Backend.own_lock:
        return None
    if operation in MIXES:
        parts = {name: line(backend, name, payload) for name in MIXES[operation]}
        words = [f"{count} times: {parts[name]}" for name, count in MIXES[operation].items()]
        return "  |  ".join(words) if all(parts.values()) else None
    if operation in ROLES:
        read, write = (line(backend, name, payload) for name in ("read_item", "write_item"))
        first, second = (read, write) if ROLES[operation].timed == "read_item" else (write, read)
        return f"{first}  |  meanwhile: {second}" if first and second else None
    if operation in GUARDED:
        plain = line(backend, "increment", payload)
        return GUARDED[operation].format(plain) if plain else None
    if OPERATIONS[operation] == "turns":
        write, read = (line(backend, name, payload) for name in TURNS[operation])
        return f"{write}  |  {read}" if backend.shared and write and read else None
    if OPERATIONS[operation] == "round":
        return transfer_source(backend) if hasattr(backend, "send") else None
    name = operation[: -len("_fixed")] if operation.endswith("_fixed") else operation
    if OPERATIONS[operation] == "verb":
        return body_source(getattr(backend, name)) if getattr(backend, name) is not getattr(Backend, name) else None
    source: str | None = getattr(backend, name)
    return getattr(backend, f"{name}_{payload}", source)


def reason_not_offered(backend: type[Backend], operation: str, cell: Cell) -> str | None:
    """Why `backend` (a class) doesn't offer `operation` in this cell, or None."""
    if line(backend, operation, cell.payload) is None:
        reason = backend.refuses.get(MADE_OF.get(operation, ""), "the mechanism offers no such operation")
        return backend.refuses.get(operation, reason)
    if operation == "increment_fcntl":
        return increment_locks.reason_refused(backend)
    if not timed_workers(operation, cell.processes):
        return f"needs {ROLES[operation].writers + 1} workers: those that write, and one that reads"
    if OPERATIONS[operation] == "first" and (cell.processes != 1 or cell.placement != "none"):
        return "a first use is that of one worker, which no placement has a processor for"
    if OPERATIONS[operation] == "turns" and (cell.processes != 1 or cell.placement != "none"):
        return "the turns are taken by the parent, which no placement has a processor for, and one worker"
    return None


def lock_name(backend: Backend, operation: str) -> str:
    """The name of the lock that guards an operation, or none."""
    names = {"increment_locked": backend.lock_name, "increment_own_lock": backend.own_lock_name}
    names.update((name, backend.lock_name) for name, parts in MIXES.items() if "increment_locked" in parts)
    return dict(names, increment_fcntl=increment_locks.FILE_LOCK).get(operation, "none")


def transfer_source(channel: Any) -> str:
    """What each side of a channel runs; of an instance the methods that it has chosen."""
    return f"{body_source(channel.send)}  |  {body_source(channel.receive)}"


def body_source(method: Any) -> str:
    """The source of a method's body without its docstring, on one line.

    `inspect.getsource` does this as well, but takes a cell 10 ms to import.
    """
    code = method.__code__
    with open(code.co_filename, encoding="utf-8") as file:
        head, *rest = file.read().splitlines()[code.co_firstlineno - 1 :]
    body = itertools.takewhile(lambda line: not line.strip() or indentation(line) > indentation(head), rest)
    return "; ".join(line.strip() for line in body if line.strip() and not line.strip().startswith(('"""', "#")))


def indentation(line: str) -> int:
    return len(line) - len(line.lstrip())
