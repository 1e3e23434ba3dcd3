"""A mechanism to break: a file that only its owner may open is mapped and used in place."""

import mmap
import os
import tempfile
from array import array  # a timed line uses it too

from measure.contract import backend
from measure.contract.backing import FILES


class Backend(backend.Backend):
    """A file is mapped by each process."""

    payloads = ("items",)
    objects = False
    backing = (FILES,)
    mode = 0o600
    copy_out = "result = view.tolist()"
    copy_in = "view[:] = memoryview(array('q', data))"

    def folder(self):
        return tempfile.gettempdir()

    def create(self, data):
        self.path = os.path.join(self.folder(), self.new_name())
        with open(os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_EXCL, self.mode), "wb") as file:
            self.reserve(file)
            file.write(array("q", data).tobytes())

    def reserve(self, file):
        """Nothing: the file grows as it is written to."""

    def handle(self):
        return self.path

    def attach(self, handle):
        with open(handle, "r+b") as file:
            self.map = mmap.mmap(file.fileno(), self.payload.size)
        return memoryview(self.map).cast("q")

    def detach(self, view):
        view.release()

    def destroy(self):
        os.unlink(self.path)
