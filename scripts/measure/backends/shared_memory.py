"""multiprocessing.shared_memory.SharedMemory"""

from __future__ import annotations

from multiprocessing.shared_memory import SharedMemory

from measure.bases.shared_block import SharedBlock
from measure.hints import Any


class Backend(SharedBlock):
    """A block of shared memory is mapped by each process and used in place, with no copy and no lock."""

    def create(self, data: Any) -> None:
        self.block = SharedMemory(name=self.new_name(), create=True, size=self.payload.size)
        self.fill(self.block.buf, data)

    def destroy(self) -> None:
        self.block.close()
        self.block.unlink()
