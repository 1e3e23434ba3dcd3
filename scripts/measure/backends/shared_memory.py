"""multiprocessing.shared_memory.SharedMemory"""

from multiprocessing.shared_memory import SharedMemory

from measure.bases.shared_block import SharedBlock


class Backend(SharedBlock):
    """A block of shared memory is mapped by each process and used in place, with no copy and no lock."""

    def create(self, data):
        self.block = SharedMemory(name=self.new_name(), create=True, size=self.payload.size)
        self.fill(self.block.buf, data)

    def destroy(self):
        self.block.close()
        self.block.unlink()
