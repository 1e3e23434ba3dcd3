"""multiprocessing.shared_memory.ShareableList"""

from __future__ import annotations

from multiprocessing.shared_memory import ShareableList

from measure.contract import backend
from measure.hints import Any


class Backend(backend.Backend):
    """A block of shared memory is mapped by each process; every item is packed into it and unpacked by struct."""

    # Each write sets the item's format anew: struct clears its eight bytes first, and a read between finds no format.
    race = "python/cpython#81833: while an item is written, a read of it may find no format and raise"
    itemwise = frozenset({"iterate", "copy_out", "copy_in"})
    copy_in = "for i, value in enumerate(data): view[i] = value"

    def create(self, data: Any) -> None:
        items = data if isinstance(data, list) else [data]
        self.list = ShareableList(items, name=self.new_name())

    def handle(self) -> Any:
        return self.list.shm.name

    def attach(self, handle: Any) -> Any:
        return ShareableList(name=handle)

    def detach(self, view: Any) -> None:
        view.shm.close()

    def destroy(self) -> None:
        self.list.shm.close()
        self.list.shm.unlink()

    def footprint(self) -> int | None:
        return self.list.shm.size
