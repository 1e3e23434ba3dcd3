"""A control: now and then a wrong value."""

from measure.contract.discovery import load, paths


class Backend(load(paths()["shared_memory"])):
    """As shared_memory, but every 97th position reads as 0: the checks must notice."""

    expects = {"error": "wrong", "operation": "read_item"}
    read_item = "value = view[i] if i % 97 else 0"
