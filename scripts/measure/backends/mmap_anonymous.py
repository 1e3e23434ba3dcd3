"""mmap of no file"""

import mmap

from measure.bases.shared_block import SharedBlock
from measure.contract.backend import INHERITED


class Backend(SharedBlock):
    """Memory that a fork shares with its children (an anonymous mmap) is used in place, with no copy and no lock."""

    refuses = INHERITED

    def create(self, data):
        self.block = mmap.mmap(-1, self.payload.size)
        self.fill(memoryview(self.block), data)

    def handle(self):
        return self.block

    def attach(self, handle):
        return self.view(memoryview(handle))

    def detach(self, view):
        view.release()

    def destroy(self):
        self.block.close()

    def footprint(self):
        return len(self.block)

    @classmethod
    def unsupported(cls, cell):
        return None if cell.start_method == "fork" else "needs workers that are forked"
