"""sysv_ipc.SharedMemory, which is System V's"""

from measure.bases.cleanup import NeedsCleanup
from measure.bases.shared_block import SharedBlock


class Backend(NeedsCleanup, SharedBlock):
    """A System V segment is attached by each process and used in place; a System V semaphore guards it, if asked."""

    needs = {"sysv-ipc": "sysv_ipc"}
    lock_name = "sysv_ipc.Semaphore"
    guard = None

    def create(self, data):
        import sysv_ipc

        if self.guard is None:
            self.guard = sysv_ipc.Semaphore(None, sysv_ipc.IPC_CREX, initial_value=1)
            self.on_exit('read -r _; ipcrm -s "$1"', str(self.guard.id))
        self.memory = sysv_ipc.SharedMemory(None, sysv_ipc.IPC_CREX, size=self.payload.size)
        # Linux lets others attach to a segment that is marked for removal: it goes with the last process that has it.
        self.memory.remove()
        self.fill(memoryview(self.memory), data)

    def handle(self):
        return self.memory.id, self.guard.key

    def attach(self, handle):
        import sysv_ipc

        self.attached, self.lock = sysv_ipc.attach(handle[0]), sysv_ipc.Semaphore(handle[1])
        return self.view(memoryview(self.attached))

    def detach(self, view):
        view.release()
        self.attached.detach()

    def destroy(self):
        self.memory.detach()

    def footprint(self):
        return self.memory.size
