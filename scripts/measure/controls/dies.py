"""A control: a worker that ends in the middle."""

import os  # noqa: F401  (the timed line uses it)

from measure.contract.discovery import load, paths


class Backend(load(paths()["shared_memory"])):
    """As shared_memory, but whoever writes an item ends at once: the sweep must go on, with the reason."""

    expects = {"error": "died", "operation": "write_item"}
    write_item = "os._exit(3)"
