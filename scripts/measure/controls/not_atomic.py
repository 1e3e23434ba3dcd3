"""A control: an addition that isn't one operation."""

from itertools import count

from measure.contract.discovery import load, paths

TURNS = count(1)


class Backend(load(paths()["shared_memory"])):
    """As shared_memory, but what it calls one operation is a read and a write, and every 7th update is lost."""

    expects = {"error": "wrong", "operation": "increment_atomic"}
    # As in loses_updates: sure to be lost, whatever else the machine does.
    increment_atomic = "view[0] += 1 if next(TURNS) % 7 else 0"
