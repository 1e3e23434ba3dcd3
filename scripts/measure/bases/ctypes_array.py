"""What multiprocessing's Array has in common with and without its lock."""

from __future__ import annotations

from measure.contract.backend import INHERITED, Backend
from measure.contract.backing import FILES, SHM
from measure.hints import Any
from measure.system import host

HANDED_OUT_AGAIN = 2**22  # bytes: multiprocessing.heap gives larger free spaces back to the system
KEPT_BYTES = 2**26


class CtypesArray(Backend):
    """An array that the workers get while they are started; a subclass makes it by `allocate(type code, length)`."""

    objects = False
    # What is kept (below) lies in arenas of 4 KiB and then twice the last one's, up to 4 MiB: ten, and 16 of the
    # largest. Each has its file open, and a second time by its mmap.
    descriptors = 60
    backing = (SHM, FILES)  # multiprocessing.heap takes a folder where /dev/shm has too little room
    refuses = INHERITED
    itemwise = frozenset({"iterate"})  # there is no __iter__
    copy_out = "result = view[:]"
    copy_out_blob = "result = view.raw"
    copy_in_blob = "view.raw = data"
    length = "result = len(view)"
    kept: tuple[Any, ...] = ()

    def allocate(self, code: str, length: int) -> Any:
        """An array of so many of a type code's items."""
        raise NotImplementedError("a subclass has to have allocate()")

    def create(self, data: Any) -> None:
        self.array = self.allocate("q" if isinstance(data, list) else "c", len(data))
        if isinstance(data, list):
            self.array[:] = data
        else:
            self.array.raw = data

    def handle(self) -> Any:
        return self.array

    def attach(self, handle: Any) -> Any:
        return handle

    def destroy(self) -> None:
        # multiprocessing hands freed memory out again, pages and all: creating an array of 1 MiB again took a tenth of
        # the first time. Other mechanisms get theirs anew, so the arrays are kept, as far as there is room.
        room = (host.free_shared_bytes() or KEPT_BYTES) >= KEPT_BYTES
        if room and self.payload.size < HANDED_OUT_AGAIN and len(self.kept) * self.payload.size < KEPT_BYTES:
            self.kept += (self.array,)
        self.array = None

    def stop(self) -> None:
        self.kept = ()

    def footprint(self) -> int | None:
        return self.payload.size
