"""numpy.memmap"""

from __future__ import annotations

import os

from measure.bases.cleanup import PrivateFolder
from measure.bases.numpy_array import NumpyArray
from measure.hints import Any


class Backend(PrivateFolder, NumpyArray):
    """A file is mapped by each process and seen as a numpy array, in place and with no lock."""

    def create(self, data: Any) -> None:
        import numpy

        self.path = self.new_path()
        self.fill(numpy.memmap(self.path, mode="w+", **self.layout()), data)

    def handle(self) -> Any:
        return self.path

    def attach(self, handle: Any) -> Any:
        import numpy

        return numpy.memmap(handle, mode="r+", **self.layout())

    def destroy(self) -> None:
        os.unlink(self.path)

    def footprint(self) -> int | None:
        return os.path.getsize(self.path)
