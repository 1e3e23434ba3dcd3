"""The unshared list."""

from __future__ import annotations

from measure.contract import backend
from measure.contract.backing import MEMORY
from measure.hints import Any


class Backend(backend.Backend):
    """Nothing is shared: each worker has a list in its own memory, what sharing is compared with."""

    shared = False
    backing = (MEMORY,)

    def create(self, data: Any) -> None:
        self.data = list(data) if isinstance(data, list) else [data]

    def handle(self) -> None:
        return None

    def attach(self, handle: Any) -> Any:
        data = self.payload.make()
        return data if isinstance(data, list) else [data]

    def destroy(self) -> None:
        self.data = None
