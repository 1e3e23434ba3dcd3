"""The parts of a shared object's life: the operations that do each, and who is at work meanwhile."""

from __future__ import annotations

from typing import NamedTuple

from measure.contract.operations import MIXES

CREATE, ATTACH, START, MESSAGES = "create", "attach", "start", "messages"


class Task(NamedTuple):
    """One part of a life.

    ways: operations that do it; a mechanism does it by the one that is fastest for it
    first: the operation that is its first time, where that is measured on its own
    together: all workers do it at the same time; otherwise it is one process's, or goes from one to another
    whole: its time grows with the payload, so a size that was not measured can't lend its time to another
    """

    says: str
    ways: tuple[str, ...]
    first: str = ""
    together: bool = True
    whole: bool = False


TASKS = {
    START: Task("start its server", ("start",), together=False),
    CREATE: Task("create it", ("create",), "first_create", together=False, whole=True),
    ATTACH: Task("attach to it", ("attach",), "first_attach", together=False),
    "reads": Task("read one item", ("read_item",), "first_read"),
    "reads_beside_a_writer": Task("read one item while another worker writes", ("read_item_1_writer",)),
    "writes": Task("write one item", ("write_item",)),
    "appends": Task("append one item", ("append",)),
    "loops": Task("loop over it", ("iterate",), whole=True),
    "copies": Task("copy all of it out", ("copy_out",), "first_copy_out", whole=True),
    "replacements": Task("copy all of it in", ("copy_in",), whole=True),
    "updates": Task(
        "add one so that no update is lost",
        ("increment_locked", "increment_own_lock", "increment_atomic", "increment_fcntl"),
    ),
    "hand_overs": Task("hand all of it to another process", ("refresh",), together=False, whole=True),
    MESSAGES: Task("send one and wait for it", ("transfer",), together=False, whole=True),
}
ONCE = (START, CREATE, ATTACH)  # what is paid once; all else is paid for each access
OPERATIONS = {name for task in TASKS.values() for name in (*task.ways, task.first) if name} | MIXES.keys()


class Life(NamedTuple):
    """The life of an object of `size` bytes that `workers` use: how often each task is done."""

    payload: str
    size: int
    workers: int
    counts: dict[str, int]
