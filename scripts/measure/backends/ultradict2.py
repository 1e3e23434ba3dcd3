"""UltraDict2"""

from __future__ import annotations

from measure.bases.cleanup import REMOVE_NAMES, NeedsCleanup
from measure.bases.entries import entries
from measure.contract.backend import KEYED
from measure.hints import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from measure.contract.cell import Cell

BYTES_AN_ITEM = 64  # of the pickled dictionary, at most
BUFFER_BYTES = 2**20


class Backend(NeedsCleanup):
    """Each process has a dictionary of its own; changes go through a log in shared memory, which the others replay;
    a change may wait 5 s for its lock, which is unexplained."""

    since = (3, 11)
    payloads = KEYED
    needs = {"ultradict2": "UltraDict2"}
    descriptors = 16  # its segments
    lock_name = "UltraDict.lock"
    replica = True

    iterate = "for value in view.values(): pass"
    copy_out = "result = list(view.values())"
    copy_out_mapping = "result = dict(view.items())"
    copy_in = "view.update(enumerate(data))"

    @classmethod
    def unsupported(cls, cell: Cell) -> str | None:
        return "its lock lets a second writer starve" if cell.processes > 1 else None

    def open(self, name: str, create: Any) -> Any:
        from UltraDict2 import UltraDict

        each = BYTES_AN_ITEM * self.payload.length if self.payload.kind != "blob" else self.payload.size
        sizes = dict(buffer_size=BUFFER_BYTES + each, full_dump_size=4096 + each)
        return UltraDict(name=name, create=create, shared_lock=True, auto_unlink=False, **sizes)

    def create(self, data: Any) -> None:
        self.on_exit(REMOVE_NAMES, self.name)
        self.shared_dict = self.open(self.new_name(), True)
        self.shared_dict.update(entries(data))

    def handle(self) -> Any:
        return self.shared_dict.name

    def attach(self, handle: Any) -> Any:
        view = self.open(handle, False)
        self.lock = view.lock
        return view

    def detach(self, view: Any) -> None:
        view.close()

    def destroy(self) -> None:
        self.shared_dict.close(unlink=True)
