"""multiprocessing.shared_memory.SharedMemory(track=False)"""

from __future__ import annotations

from multiprocessing.shared_memory import SharedMemory

from measure.bases.cleanup import REMOVE_NAMES, NeedsCleanup
from measure.bases.shared_block import SharedBlock
from measure.hints import Any


class Backend(NeedsCleanup, SharedBlock):
    """As shared_memory, but no resource tracker is told of the block: nobody removes it but who made it."""

    since = (3, 13)  # which has `track` (gh-82300)

    def create(self, data: Any) -> None:
        self.on_exit(REMOVE_NAMES, self.name)
        self.block = SharedMemory(name=self.new_name(), create=True, size=self.payload.size, track=False)
        self.fill(self.block.buf, data)

    def attach(self, handle: Any) -> Any:
        self.attached = SharedMemory(name=handle, track=False)
        return self.view(self.attached.buf)

    def destroy(self) -> None:
        self.block.close()
        self.block.unlink()
