"""A list that the workers find in their memory"""

from __future__ import annotations

from measure.contract.backend import INHERITED
from measure.contract.discovery import load, paths
from measure.hints import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from measure.contract.cell import Cell


class Backend(load(paths()["local_list"])):
    """A fork's children find the parent's list in their memory, to read only: a page that is written is copied."""

    refuses = INHERITED
    systems = ("Linux", "macOS")
    write_item = increment = copy_in = copy_in_blob = increment_mapping = copy_in_mapping = None

    def handle(self) -> Any:
        return self.data

    def attach(self, handle: Any) -> Any:
        return handle

    @classmethod
    def unsupported(cls, cell: Cell) -> str | None:
        return None if cell.start_method == "fork" else "needs workers that are forked"
