"""numpy.ndarray(buffer=SharedMemory.buf)"""

from multiprocessing.shared_memory import SharedMemory

from measure.bases.numpy_array import NumpyArray


class Backend(NumpyArray):
    """A block of shared memory is mapped by each process and seen as a numpy array, in place and with no lock."""

    def create(self, data):
        self.block = SharedMemory(name=self.new_name(), create=True, size=self.payload.size)
        self.fill(self.over(self.block), data)

    def over(self, block):
        import numpy

        return numpy.ndarray(buffer=block.buf, **self.layout())

    def handle(self):
        return self.block.name

    def attach(self, handle):
        self.attached = SharedMemory(name=handle)
        return self.over(self.attached)

    def detach(self, view):
        self.attached.close()  # the array doesn't hold the buffer: it must not be used any more

    def destroy(self):
        self.block.close()
        self.block.unlink()

    def footprint(self):
        return self.block.size
