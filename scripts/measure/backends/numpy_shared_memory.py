"""numpy.ndarray(buffer=SharedMemory.buf)"""

from __future__ import annotations

from multiprocessing.shared_memory import SharedMemory

from measure.bases.numpy_array import NumpyArray
from measure.hints import Any


class Backend(NumpyArray):
    """A block of shared memory is mapped by each process and seen as a numpy array, in place and with no lock."""

    def create(self, data: Any) -> None:
        self.block = SharedMemory(name=self.new_name(), create=True, size=self.payload.size)
        self.fill(self.over(self.block), data)

    def over(self, block: Any) -> Any:
        import numpy

        return numpy.ndarray(buffer=block.buf, **self.layout())

    def handle(self) -> Any:
        return self.block.name

    def attach(self, handle: Any) -> Any:
        self.attached = SharedMemory(name=handle)
        return self.over(self.attached)

    def detach(self, view: Any) -> None:
        self.attached.close()  # the array doesn't hold the buffer: it must not be used any more

    def destroy(self) -> None:
        self.block.close()
        self.block.unlink()

    def footprint(self) -> int | None:
        return self.block.size
