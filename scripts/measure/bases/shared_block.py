"""What the backends over one SharedMemory block have in common: ints through a cast memoryview, a blob as raw bytes."""

from __future__ import annotations

from array import array
from multiprocessing.shared_memory import SharedMemory

from measure.contract.backend import BUFFERS, Backend
from measure.contract.payload import IN_ONE_PIECE, Payload
from measure.hints import Any


class SharedBlock(Backend):
    """A view of a block, cast to 64-bit ints when the payload is ints; a subclass makes `self.block`, and ends it."""

    # POSIX memory, a file in /dev/shm, a memfd, a System V segment and an anonymous shared map are all pages of the
    # kernel's tmpfs (its Documentation/filesystems/tmpfs.rst). They differ in how they are made, found and first
    # touched (System V's faults map one page each), which accesses and copies of a warm view never see.
    view_memory = "memoryview of tmpfs pages"
    objects = False
    payloads = BUFFERS
    block: Any
    attached: Any

    copy_out = "result = view.tolist()"
    copy_in = "view[:] = memoryview(array('q', data))"
    copy_out_array = "result = array('q'); result.frombytes(view.cast('B'))"
    copy_in_array = "view[:] = memoryview(data)"
    copy_out_blob = "result = bytes(view)"
    copy_in_blob = "view[:] = data"

    def handle(self) -> Any:
        return self.block.name

    def attach(self, handle: Any) -> Any:
        self.attached = SharedMemory(name=handle)
        return self.view(self.attached.buf)

    def detach(self, view: Any) -> None:
        view.release()  # a block can't be closed while a view of it is held
        self.attached.close()

    def footprint(self) -> int | None:
        return self.block.size

    def view(self, buffer: Any) -> Any:
        """The payload's part of `buffer`, which may be longer: some systems round it up to a page."""
        part = buffer[: self.payload.size]
        return part if self.payload.kind == "blob" else part.cast("q")

    def fill(self, buffer: Any, data: Any) -> None:
        view = self.view(buffer)
        view[:] = in_one_piece(self.payload, data)
        view.release()


def in_one_piece(payload: Payload, data: Any) -> Any:
    """The data as a buffer, ints as 64-bit ones."""
    return memoryview(data if payload.kind in IN_ONE_PIECE else array("q", data))
