"""multiprocessing.managers.SharedMemoryManager"""

from __future__ import annotations

from multiprocessing.managers import SharedMemoryManager

from measure.bases.shared_block import SharedBlock
from measure.hints import Any
from measure.system import watchdog


class Backend(SharedBlock):
    """As shared_memory; a server process keeps the list of the blocks and removes them all at its end."""

    servers = 1

    def start(self) -> None:
        self.manager = SharedMemoryManager(ctx=self.context)
        self.manager.start(initializer=watchdog.end_with_parent)

    def create(self, data: Any) -> None:
        self.block = self.manager.SharedMemory(size=self.payload.size)
        self.fill(self.block.buf, data)

    def destroy(self) -> None:
        self.block.close()  # to unlink it is the manager's task, which raises at its end when it was done before

    def stop(self) -> None:
        self.manager.shutdown()
