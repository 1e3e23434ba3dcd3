"""A control: a worker that never answers."""

import time  # noqa: F401  (the timed line uses it)

from measure.contract.discovery import load, paths


class Backend(load(paths()["shared_memory"])):
    """As shared_memory, but whoever writes an item waits for ever: the deadline must end it."""

    expects = {"error": "timeout", "operation": "write_item"}
    settings = {"deadline_seconds": 2}
    write_item = "time.sleep(3600)"
