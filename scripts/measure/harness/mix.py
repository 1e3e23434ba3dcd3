"""A mix of operations in one loop, as a program has them: does their sum hold where all share caches and locks?"""

from __future__ import annotations

from measure.contract import discovery, operations
from measure.hints import TYPE_CHECKING, Any
from measure.timing.compile import compile_mix
from measure.timing.positions import Draw
from measure.timing.window import Timer

if TYPE_CHECKING:
    from measure.harness.worker import Worker

KINDS = {"read_item": "read", "write_item": "write"}


class MixTimer(Timer):
    """Times turns of a mix. All workers read everywhere; each writes to positions of its own."""

    def __init__(self, worker: Worker, operation: str) -> None:
        self.counts = operations.MIXES[operation]
        writes = Draw(worker.places(disjoint=worker.workers > 1))
        names = dict(discovery.names_in(type(worker.backend)), writes=writes.endless)
        parts = [(KINDS.get(name, name), worker.line(name), count) for name, count in self.counts.items()]
        reads = Draw(worker.places(disjoint=False))
        super().__init__(compile_mix(parts, names), worker.view, None, worker.lock, reads)
        self.writes = writes

    def run(self, loops: int, value: Any = None) -> Any:
        self.writes.given += loops * self.counts.get("write_item", 0)
        return super().run(loops, value)

    def added(self) -> int:
        """What a counter must have been raised by."""
        return self.total * self.counts.get("increment_locked", 0)
