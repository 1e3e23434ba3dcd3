"""posix_ipc.SharedMemory and mmap"""

from __future__ import annotations

import mmap

from measure.bases.cleanup import REMOVE_NAMES, NeedsCleanup
from measure.bases.shared_block import SharedBlock
from measure.hints import Any


class Backend(NeedsCleanup, SharedBlock):
    """Named POSIX shared memory is mapped by each process and used in place; a named semaphore guards it, if asked."""

    needs = {"posix-ipc": "posix_ipc"}
    lock_name = "posix_ipc.Semaphore"
    systems = ("Linux", "macOS")

    def create(self, data: Any) -> None:
        import posix_ipc

        self.on_exit(REMOVE_NAMES, self.name)
        self.memory = posix_ipc.SharedMemory("/" + self.new_name(), posix_ipc.O_CREX, size=self.payload.size)
        self.block = self.mapped(self.memory)
        self.fill(memoryview(self.block), data)
        self.guard = posix_ipc.Semaphore("/" + self.new_name(), posix_ipc.O_CREX, initial_value=1)

    def mapped(self, memory: Any) -> Any:
        block = mmap.mmap(memory.fd, self.payload.size)
        memory.close_fd()
        return block

    def handle(self) -> Any:
        return self.memory.name, self.guard.name

    def attach(self, handle: Any) -> Any:
        import posix_ipc

        self.attached, self.lock = self.mapped(posix_ipc.SharedMemory(handle[0])), posix_ipc.Semaphore(handle[1])
        return self.view(memoryview(self.attached))

    def detach(self, view: Any) -> None:
        super().detach(view)
        self.lock.close()

    def destroy(self) -> None:
        self.memory.unlink()
        self.block.close()
        self.guard.unlink()
        self.guard.close()

    def footprint(self) -> int | None:
        return len(self.block)
