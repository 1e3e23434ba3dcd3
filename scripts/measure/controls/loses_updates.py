"""A control: a lock that doesn't exclude."""

from __future__ import annotations

import threading

from measure.contract.discovery import load, paths
from measure.hints import Any


class Backend(load(paths()["shared_memory"])):
    """As shared_memory, but each worker has a lock of its own: contended updates must get lost, and be counted."""

    expects = {"error": "wrong", "operation": "increment_locked"}
    lock_name = "a lock that isn't shared"

    def attach(self, handle: Any) -> Any:
        self.lock = threading.Lock()
        return super().attach(handle)
