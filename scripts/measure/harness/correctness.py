"""What every operation must have done: looked at after its window, outside any timer."""

import time

READ_BACK = 16  # positions read back after a write, as far as READ_BACK_SECONDS reach
READ_BACK_SECONDS = 0.05
READ_SECONDS = 0.005  # for reading once more what was read, position by position


def first_item(backend, view):
    return backend.peek(view, 0)


def length(backend, view):
    return len(view)


# Operations that add one each time they run, and what counts them.
COUNTERS = dict.fromkeys(["increment", "increment_locked", "increment_fcntl", "increment_atomic"], first_item)
COUNTERS["append"] = length


def count(backend, view, operation):
    """The counter's present value, or None for an operation that counts nothing."""
    counter = COUNTERS.get(operation)
    return None if counter is None else counter(backend, view)


def check_counter(before, after, added):
    """ok, or what happened to the additions."""
    lost = added - (after - before)
    return "ok" if lost == 0 else "lost {} of {} updates".format(lost, added)


def check_read(payload, seen, seconds=float("inf")):
    """`seen`: (position, value) pairs, looked at for so many seconds, and one at least."""
    started = time.perf_counter()
    for position, value in seen:
        if value != payload.item(position):
            return "read {!r} at {} instead of {!r}".format(value, position, payload.item(position))
        if time.perf_counter() - started > seconds:
            break
    return "ok"


def check_written(backend, view, expected):
    """Whether `backend`'s view holds `expected`, (position, value) pairs; as many as the time allows, at least one."""
    started = time.perf_counter()
    for position, value in expected:
        found = backend.peek(view, position)
        if found != value:
            return "found {!r} at {} after writing {!r}".format(found, position, value)
        if time.perf_counter() - started > READ_BACK_SECONDS:
            break
    return "ok"


def check_whole(payload, operation, value, result):
    """The last result of an operation that reads the whole."""
    if operation == "iterate":
        return check_read(payload, [(payload.length - 1, value)])
    expected = payload.make()
    if operation == "length":
        expected = payload.length
    elif operation == "repr":
        expected = str(expected)
    return "ok" if result == expected else "{} gave back another payload".format(operation)


def spread_positions(length):
    """READ_BACK positions over the whole space, both ends included."""
    return sorted({index * (length - 1) // (READ_BACK - 1) for index in range(READ_BACK)})
