"""multiprocessing.shared_memory.ShareableList"""

from multiprocessing.shared_memory import ShareableList

from measure.contract import backend


class Backend(backend.Backend):
    """A block of shared memory is mapped by each process; every item is packed into it and unpacked by struct."""

    itemwise = frozenset({"iterate", "copy_out", "copy_in"})
    copy_in = "for i, value in enumerate(data): view[i] = value"

    def create(self, data):
        items = data if isinstance(data, list) else [data]
        self.list = ShareableList(items, name=self.new_name())

    def handle(self):
        return self.list.shm.name

    def attach(self, handle):
        return ShareableList(name=handle)

    def detach(self, view):
        view.shm.close()

    def destroy(self):
        self.list.shm.close()
        self.list.shm.unlink()

    def footprint(self):
        return self.list.shm.size
