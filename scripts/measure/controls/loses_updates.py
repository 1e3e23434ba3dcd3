"""A control: a lock that doesn't exclude."""

from __future__ import annotations

import threading
from itertools import count

from measure.contract.discovery import load, paths
from measure.hints import Any

TURNS = count(1)


class Backend(load(paths()["shared_memory"])):
    """As shared_memory, but each worker has a lock of its own, and every 7th update is lost: that must be counted."""

    expects = {"error": "wrong", "operation": "increment_locked"}
    lock_name = "a lock that isn't shared"
    # Workers that a busy machine runs one after the other would never come between each other's read and write.
    increment = "view[0] += 1 if next(TURNS) % 7 else 0"

    def attach(self, handle: Any) -> Any:
        self.lock = threading.Lock()
        return super().attach(handle)
