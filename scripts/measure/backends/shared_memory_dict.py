"""shared-memory-dict"""

from measure.contract import backend

BYTES_AN_ITEM = 32  # of the pickled dictionary, at most


class Backend(backend.Backend):
    """A dictionary in a block of shared memory is pickled whole at each write, and unpickled whole at each read."""

    needs = {"shared-memory-dict": "shared_memory_dict"}

    iterate = "for value in view.values(): pass"
    copy_out = "result = list(view.values())"
    copy_in = "view.update(enumerate(data))"

    @classmethod
    def unsupported(cls, cell):
        if cell.processes > 1:
            return "a write puts the whole back, under a lock of its own process only: what others wrote is lost"
        return None

    def open(self, name):
        from shared_memory_dict import SharedMemoryDict

        each = BYTES_AN_ITEM * self.payload.length if self.payload.kind != "blob" else self.payload.size
        return SharedMemoryDict(name, 4096 + each)

    def create(self, data):
        self.name_now = self.new_name()
        self.shared_dict = self.open(self.name_now)
        self.shared_dict.update(enumerate(data if isinstance(data, list) else [data]))

    def handle(self):
        return self.name_now

    def attach(self, handle):
        return self.open(handle)

    def detach(self, view):
        view.shm.close()

    def destroy(self):
        self.shared_dict.shm.close()
        self.shared_dict.shm.unlink()

    def footprint(self):
        return self.shared_dict.shm.size
