"""What every operation must have done: looked at after its window, outside any timer."""

from __future__ import annotations

import time

from measure.hints import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from measure.contract.backend import Backend
    from measure.contract.payload import Payload

READ_BACK = 16  # positions read back after a write, as far as READ_BACK_SECONDS reach
READ_BACK_SECONDS = 0.05
READ_SECONDS = 0.005  # for reading once more what was read, position by position


def first_item(backend: Backend, view: Any) -> Any:
    return backend.peek(view, 0)


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
COUNTERS["append"] = length


def count(backend: Backend, view: Any, operation: str) -> Any:
    """The counter's present value, or None for an operation that counts nothing."""
    counter = COUNTERS.get(operation)
    return None if counter is None else counter(backend, view)


def check_counter(before: Any, after: Any, added: Any) -> str:
    """ok, or what happened to the additions."""
    lost = added - (after - before)
    return "ok" if lost == 0 else f"lost {lost} of {added} updates"


def check_read(payload: Payload, seen: Any, seconds: float = float("inf")) -> str:
    """`seen`: (position, value) pairs, looked at for so many seconds, and one at least."""
    started = time.perf_counter()
    for position, value in seen:
        if value != payload.item(position):
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
    if operation == "iterate":
        return check_read(payload, [(payload.length - 1, value)])
    expected = payload.make()
    if operation == "length":
        expected = payload.length
    elif operation == "repr":
        expected = str(expected)
    return "ok" if result == expected else f"{operation} gave back another payload"


def spread_positions(length: int) -> list[int]:
    """READ_BACK positions over the whole space, both ends included."""
    return sorted({index * (length - 1) // (READ_BACK - 1) for index in range(READ_BACK)})
