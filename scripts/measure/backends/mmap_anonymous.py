"""mmap of no file"""

from __future__ import annotations

import mmap

from measure.bases.shared_block import SharedBlock
from measure.contract.backend import INHERITED
from measure.contract.backing import MEMORY
from measure.hints import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from measure.contract.cell import Cell


class Backend(SharedBlock):
    """Memory that a fork shares with its children (an anonymous mmap) is used in place, with no copy and no lock."""

    refuses = INHERITED
    backing = (MEMORY,)
    systems = ("Linux", "macOS")

    def create(self, data: Any) -> None:
        self.block = mmap.mmap(-1, self.payload.size)
        self.fill(memoryview(self.block), data)

    def handle(self) -> Any:
        return self.block

    def attach(self, handle: Any) -> Any:
        return self.view(memoryview(handle))

    def detach(self, view: Any) -> None:
        view.release()

    def destroy(self) -> None:
        self.block.close()

    def footprint(self) -> int | None:
        return len(self.block)

    @classmethod
    def unsupported(cls, cell: Cell) -> str | None:
        return None if cell.start_method == "fork" else "needs workers that are forked"
