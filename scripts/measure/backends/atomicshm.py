"""atomicshm.AtomicView(SharedMemory.buf)"""

from __future__ import annotations

from multiprocessing.shared_memory import SharedMemory

from measure.bases.shared_block import SharedBlock
from measure.hints import Any


class Backend(SharedBlock):
    """A block of shared memory is mapped by each process; every item is read and written by an atomic instruction."""

    view_memory = None  # its view is an AtomicView
    payloads = ("items", "small_items")
    itemwise = frozenset({"iterate", "copy_out", "copy_in"})
    needs = {"atomicshm": "atomicshm"}

    read_item = "value = view.load_u64(8 * i)"
    write_item = "view.store_u64(8 * i, value)"
    iterate = "for at in range(0, view.nbytes, 8): value = view.load_u64(at)"
    copy_out = "result = [view.load_u64(at) for at in range(0, view.nbytes, 8)]"
    copy_in = "for i, value in enumerate(data): view.store_u64(8 * i, value)"
    increment = "view.store_u64(0, view.load_u64(0) + 1)"
    increment_atomic = "view.fetch_add_u64(0, 1)"

    def create(self, data: Any) -> None:
        self.block = SharedMemory(name=self.new_name(), create=True, size=self.payload.size)
        self.fill(self.block.buf, data)

    def attach(self, handle: Any) -> Any:
        import atomicshm

        self.attached = SharedMemory(name=handle)
        self.part = self.attached.buf[: self.payload.size]
        return atomicshm.AtomicView(self.part)

    def peek(self, view: Any, position: int) -> Any:
        return view.load_u64(8 * position)

    def detach(self, view: Any) -> None:
        view.close()
        self.part.release()
        self.attached.close()

    def destroy(self) -> None:
        self.block.close()
        self.block.unlink()
