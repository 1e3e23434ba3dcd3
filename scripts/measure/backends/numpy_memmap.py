"""numpy.memmap"""

import os

from measure.bases.cleanup import PrivateFolder
from measure.bases.numpy_array import NumpyArray


class Backend(PrivateFolder, NumpyArray):
    """A file is mapped by each process and seen as a numpy array, in place and with no lock."""

    def create(self, data):
        import numpy

        self.path = self.new_path()
        self.fill(numpy.memmap(self.path, mode="w+", **self.layout()), data)

    def handle(self):
        return self.path

    def attach(self, handle):
        import numpy

        return numpy.memmap(handle, mode="r+", **self.layout())

    def destroy(self):
        os.unlink(self.path)

    def footprint(self):
        return os.path.getsize(self.path)
