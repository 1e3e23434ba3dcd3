"""shared-memory-dict"""

from __future__ import annotations

from measure.bases.entries import entries
from measure.contract import backend
from measure.hints import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from measure.contract.cell import Cell

BYTES_AN_ITEM = 32  # of an index and its item, or a key and its item, in the pickled dictionary, at most


class Backend(backend.Backend):
    """A dictionary in a block of shared memory is pickled whole at each write, and unpickled whole at each read."""

    payloads = backend.KEYED
    needs = {"shared-memory-dict": "shared_memory_dict"}

    iterate = "for value in view.values(): pass"
    copy_out = "result = list(view.values())"
    copy_out_mapping = "result = dict(view.items())"
    copy_in = "view.update(enumerate(data))"

    @classmethod
    def unsupported(cls, cell: Cell) -> str | None:
        if cell.processes > 1:
            return "a write puts the whole back, under a lock of its own process only: what others wrote is lost"
        return None

    def open(self, name: str) -> Any:
        from shared_memory_dict import SharedMemoryDict

        each = BYTES_AN_ITEM * self.payload.length if self.payload.kind != "blob" else self.payload.size
        return SharedMemoryDict(name, 4096 + each)

    def create(self, data: Any) -> None:
        self.name_now = self.new_name()
        self.shared_dict = self.open(self.name_now)
        self.shared_dict.update(entries(data))

    def handle(self) -> Any:
        return self.name_now

    def attach(self, handle: Any) -> Any:
        return self.open(handle)

    def detach(self, view: Any) -> None:
        view.shm.close()

    def destroy(self) -> None:
        self.shared_dict.shm.close()
        self.shared_dict.shm.unlink()

    def footprint(self) -> int | None:
        return self.shared_dict.shm.size
