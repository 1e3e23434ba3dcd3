"""What the backends over a mapped file have in common."""

import mmap
import os
from array import array

from measure.bases.shared_block import SharedBlock


class MappedFile(SharedBlock):
    """A file that each process maps; a subclass opens it by `open()`, and its `path()` is where a worker finds it."""

    def create(self, data):
        self.file = self.open()
        self.file.write(data if self.payload.kind == "blob" else memoryview(array("q", data)))
        self.file.flush()

    def handle(self):
        return self.path()

    def attach(self, handle):
        descriptor = os.open(handle, os.O_RDWR)
        try:
            self.map = mmap.mmap(descriptor, 0)
        finally:
            os.close(descriptor)
        return self.view(memoryview(self.map))

    def detach(self, view):
        view.release()
        self.map.close()

    def destroy(self):
        self.file.close()

    def footprint(self):
        return os.fstat(self.file.fileno()).st_size
