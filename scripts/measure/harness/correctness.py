"""What every operation must have done: looked at after its window, outside any timer, by the worker that timed it."""

from __future__ import annotations

import time

from measure.contract import discovery, operations
from measure.hints import TYPE_CHECKING, Any
from measure.timing.compile import compile_checked

if TYPE_CHECKING:
    from measure.contract.backend import Backend
    from measure.contract.payload import Payload
    from measure.harness.worker import Worker

READ_BACK = 16  # positions read back after a write, as far as READ_BACK_SECONDS reach
READ_BACK_SECONDS = 0.05
READ_SECONDS = 0.005  # for reading once more what was read, position by position


def first_item(backend: Backend, view: Any) -> Any:
    return backend.peek(view, backend.payload.place(0))


def length(backend: Backend, view: Any) -> Any:
    return len(view)


def size(view: Any) -> int | None:
    """How many items a view has, where it can tell."""
    try:
        return len(view)
    except TypeError:
        return None


# Operations that add one each time they run, and what counts them.
INCREMENTS = ("increment", "increment_locked", "increment_own_lock", "increment_fcntl", "increment_atomic")
COUNTERS = dict.fromkeys(INCREMENTS, first_item)
COUNTERS.update(
    (name, first_item) for name, parts in operations.MIXES.items() if not parts.keys().isdisjoint(INCREMENTS)
)
COUNTERS["append"] = length


def count(backend: Backend, view: Any, operation: str) -> Any:
    """The counter's present value, or None for an operation that counts nothing."""
    counter = COUNTERS.get(operation)
    return None if counter is None else counter(backend, view)


def check_counter(before: Any, after: Any, added: Any) -> str:
    """ok, or what happened to the additions."""
    lost = added - (after - before)
    return "ok" if lost == 0 else f"lost {lost} of {added} updates"


def check_read(payload: Payload, seen: Any, seconds: float = float("inf"), writers: int = 0) -> str:
    """`seen`: (position, value) pairs, looked at for so many seconds, and one at least; `writers` were at work."""
    started = time.perf_counter()
    for position, value in seen:
        if value != payload.item(position) and not (writers and payload.is_tag(value, writers)):
            return f"read {value!r} at {position} instead of {payload.item(position)!r}"
        if time.perf_counter() - started > seconds:
            break
    return "ok"


def check_written(backend: Backend, view: Any, expected: Any) -> str:
    """Whether `backend`'s view holds `expected`, (position, value) pairs; as many as the time allows, at least one."""
    started = time.perf_counter()
    for position, value in expected:
        found = backend.peek(view, position)
        if found != value:
            return f"found {found!r} at {position} after writing {value!r}"
        if time.perf_counter() - started > READ_BACK_SECONDS:
            break
    return "ok"


def check_whole(payload: Payload, operation: str, value: Any, result: Any) -> str:
    """The last result of an operation that reads the whole."""
    if operation == "iterate" and payload.kind == "mapping":  # whose order is its own
        return "ok" if payload.holds(value) else f"the loop ended at {value!r}"
    if operation == "iterate":
        return check_read(payload, [(payload.length - 1, value)])
    if operation == "sum":
        return "ok" if result == payload.sum() else f"the sum is {result!r} instead of {payload.sum()}"
    expected = payload.make()
    if operation == "length":
        expected = payload.length
    elif operation == "repr":
        expected = str(expected)
    return "ok" if same(payload, result, expected) else f"{operation} gave back another payload"


def same(payload: Payload, result: Any, expected: Any) -> bool:
    """Whether they are equal; of an array in bytes, since numpy's compares item by item."""
    if payload.kind == "array" and not isinstance(expected, int):
        return memoryview(result).cast("B") == memoryview(expected).cast("B")
    return bool(result == expected)


def spread_positions(length: int) -> list[int]:
    """READ_BACK positions over the whole space, both ends included."""
    return sorted({index * (length - 1) // (READ_BACK - 1) for index in range(READ_BACK)})


def look_before(worker: Worker, operation: str) -> Any:
    """What `check` compares with: the counter of an operation that counts, the length of a view that is copied into.

    With company a counter is not looked at: the others may be at work already, and without a lock some mechanisms raise
    when they are read then.
    """
    if operation == "copy_in":
        return size(worker.view)
    return count(worker.backend, worker.view, operation) if worker.alone else None


def check(worker: Worker, operation: str, timer: Any, runs: Any, before: Any) -> dict[str, Any]:
    """What came of it, and what another process must find: (position, value) pairs.

    Parameters
    ----------
    runs : the batches of its window, (loops, start, end, last position, last value, value written) each
    before : what `look_before` saw
    """
    payload, last = worker.payload, runs[-1]
    if operation.startswith("read_item"):
        return dict(check=check_reads(worker, operation, timer, runs))
    if operation.startswith("write_item") or "write_item" in operations.MIXES.get(operation, ()):
        positions = timer.writes.last(min(last[0], READ_BACK))
        if payload.length < worker.workers:
            positions = []  # nobody has one of its own
        return read_back(worker, [(position, last[5]) for position in positions])
    if operation == "copy_in":
        return check_copy(worker, timer, before)
    if operation == operations.EMPTY:
        return dict(check="ok" if last[3] == timer.draw.last(1)[0] else "the loop ended at another position")
    if operation in COUNTERS and not worker.alone:
        return dict(check="ok")  # the parent compares, when all are done
    if operation in COUNTERS:
        after = count(worker.backend, worker.view, operation)
        return dict(check=check_counter(before, after, timer.added()))
    return dict(check=check_whole(payload, operation, last[4], timer.held[-1]))


def check_reads(worker: Worker, operation: str, timer: Any, runs: Any) -> str:
    """The last value of each batch; then the line once more, every value looked at, for what is rarely wrong."""
    last = check_read(worker.payload, [(run[3], run[4]) for run in runs], writers=worker.writers)
    line, names = worker.line(operation), discovery.names_in(type(worker.backend))
    again = compile_checked(line, names)(worker.view, worker.lock, timer.draw.drawn)
    return last if last != "ok" else check_read(worker.payload, again, READ_SECONDS, worker.writers)


def check_copy(worker: Worker, timer: Any, before: int | None) -> dict[str, Any]:
    """Read back what was copied in; other workers' marks may have been overwritten, so only one's are looked at."""
    left = size(worker.view)
    if left != before:
        return dict(check=f"copy_in left {left} items of {before}")
    if worker.payload.kind == "blob":
        found = worker.timer("copy_out").run(1)[5]
        good = worker.workers > 1 or found == timer.data
        return dict(check="ok" if good else "copy_in left another payload")
    positions = spread_positions(worker.payload.length)
    if worker.workers > 1:
        positions = [position for position in positions if position >= worker.workers]
    return read_back(worker, [(place, timer.data[place]) for place in worker.payload.places(positions)])


def read_back(worker: Worker, written: list[tuple[int, Any]]) -> dict[str, Any]:
    """Whether the worker itself finds what it wrote, and what it wrote, for others to look."""
    return dict(check=check_written(worker.backend, worker.view, written), written=written)
