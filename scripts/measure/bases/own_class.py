"""A class of one's own that a Manager serves, and its proxy, as the documentation's "Customized managers" has it."""

from __future__ import annotations

import threading
from multiprocessing.managers import ListProxy, SyncManager

from measure.hints import Any


class OwnList(list):
    """A list that adds to an item as one operation: the server has a thread for each connection, so under a lock."""

    def __init__(self, *data: Any) -> None:
        super().__init__(*data)
        self.lock = threading.Lock()

    def add(self, position: int, value: Any) -> Any:
        """Add to an item; its new value."""
        with self.lock:
            self[position] += value
            return self[position]


class OwnListProxy(ListProxy):
    """What a process has of it."""

    _exposed_ = (*ListProxy._exposed_, "add")  # type: ignore[attr-defined]

    def add(self, position: int, value: Any) -> Any:
        return self._callmethod("add", (position, value))


class OwnManager(SyncManager):
    """A Manager that serves it."""


OwnManager.register("OwnList", OwnList, OwnListProxy)
