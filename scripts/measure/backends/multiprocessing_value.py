"""multiprocessing.Value"""

from __future__ import annotations

from measure.contract import backend
from measure.contract.backing import FILES, SHM
from measure.hints import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from measure.contract.cell import Cell


class Backend(backend.Backend):
    """One C integer in memory that the workers inherit is shared; each access takes its lock."""

    payloads = ("items", "small_items")
    objects = False
    backing = (SHM, FILES)
    refuses = backend.INHERITED
    lock_name = "Value.get_lock()"
    read_item = "value = view.value"
    write_item = "view.value = value"
    increment = "view.value += 1"
    iterate = copy_out = copy_in = None

    def create(self, data: Any) -> None:
        (value,) = data
        self.shared_value = self.context.Value("q", value)

    def handle(self) -> Any:
        return self.shared_value

    def attach(self, handle: Any) -> Any:
        self.lock = handle.get_lock()
        return handle

    def peek(self, view: Any, position: int) -> Any:
        return view.value

    def destroy(self) -> None:
        self.shared_value = None

    def footprint(self) -> int | None:
        return 8

    @classmethod
    def unsupported(cls, cell: Cell) -> str | None:
        return "holds one integer of 8 bytes only" if cell.size != 8 else None
