"""The unshared list."""

from __future__ import annotations

from measure.contract import backend
from measure.contract.backing import MEMORY
from measure.hints import Any


class Backend(backend.Backend):
    """Nothing is shared: each worker has a list in its own memory, what sharing is compared with."""

    shared = False
    payloads = backend.PAYLOADS
    backing = (MEMORY,)

    def create(self, data: Any) -> None:
        self.data = held(data.copy() if isinstance(data, dict) else data[:])

    def handle(self) -> None:
        return None

    def attach(self, handle: Any) -> Any:
        return held(self.payload.make())

    def destroy(self) -> None:
        self.data = None


def held(data: Any) -> Any:
    """Data in a container; bytes are none."""
    return [data] if isinstance(data, bytes) else data
