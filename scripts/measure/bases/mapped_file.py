"""What the backends over a mapped file have in common."""

from __future__ import annotations

import mmap
import os

from measure.bases.shared_block import SharedBlock, in_one_piece
from measure.hints import Any


class MappedFile(SharedBlock):
    """A file that each process maps; a subclass opens it by `open()`, and its `path()` is where a worker finds it."""

    def open(self) -> Any:
        """The file, opened for reading and writing."""
        raise NotImplementedError("a subclass has to have open()")

    def path(self) -> str:
        """Where a worker finds it."""
        raise NotImplementedError("a subclass has to have path()")

    def create(self, data: Any) -> None:
        self.file = self.open()
        self.file.write(in_one_piece(self.payload, data))
        self.file.flush()

    def handle(self) -> Any:
        return self.path()

    def attach(self, handle: Any) -> Any:
        return self.mapped(os.open(handle, os.O_RDWR))

    def mapped(self, descriptor: int) -> Any:
        """The view of a file, by a descriptor that the map needs no longer."""
        try:
            self.map = mmap.mmap(descriptor, 0)
        finally:
            os.close(descriptor)
        return self.view(memoryview(self.map))

    def detach(self, view: Any) -> None:
        view.release()
        self.map.close()

    def destroy(self) -> None:
        self.file.close()

    def footprint(self) -> int | None:
        return os.fstat(self.file.fileno()).st_size
