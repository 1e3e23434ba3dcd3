"""A control: an addition that isn't one operation."""

from measure.contract.discovery import load, paths


class Backend(load(paths()["shared_memory"])):
    """As shared_memory, but it says of a read and a write that they are one: contended updates must get lost."""

    expects = {"error": "wrong", "operation": "increment_atomic"}
    increment_atomic = "view[0] += 1"
