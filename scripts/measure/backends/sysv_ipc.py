"""sysv_ipc.SharedMemory, which is System V's"""

from __future__ import annotations

from measure.bases.cleanup import NeedsCleanup
from measure.bases.shared_block import SharedBlock
from measure.contract.backing import SYSTEM_V
from measure.hints import Any


class Backend(NeedsCleanup, SharedBlock):
    """A System V segment is attached by each process and used in place; a System V semaphore guards it, if asked."""

    needs = {"sysv-ipc": "sysv_ipc"}
    lock_name = "sysv_ipc.Semaphore"
    backing = (SYSTEM_V,)
    systems = ("Linux", "macOS")
    guard = None

    def create(self, data: Any) -> None:
        import sysv_ipc

        if self.guard is None:
            self.guard = sysv_ipc.Semaphore(None, sysv_ipc.IPC_CREX, initial_value=1)
            self.on_exit('read -r _; ipcrm -s "$1"', str(self.guard.id))
        self.memory = sysv_ipc.SharedMemory(None, sysv_ipc.IPC_CREX, size=self.payload.size)
        # Linux lets others attach to a segment that is marked for removal: it goes with the last process that has it.
        self.memory.remove()
        self.fill(memoryview(self.memory), data)

    def handle(self) -> Any:
        return self.memory.id, self.guard.key

    def attach(self, handle: Any) -> Any:
        import sysv_ipc

        self.attached, self.lock = sysv_ipc.attach(handle[0]), sysv_ipc.Semaphore(handle[1])
        return self.view(memoryview(self.attached))

    def detach(self, view: Any) -> None:
        view.release()
        self.attached.detach()

    def destroy(self) -> None:
        self.memory.detach()

    def footprint(self) -> int | None:
        return self.memory.size
