"""mmap of a file on disk"""

from __future__ import annotations

import os
import tempfile

from measure.bases.mapped_file import MappedFile
from measure.contract.backing import FILES
from measure.hints import TYPE_CHECKING, Any
from measure.system import host

if TYPE_CHECKING:
    from measure.contract.cell import Cell


class Backend(MappedFile):
    """A file on disk is mapped by each process and used in place, in the system's cache, with no lock."""

    view_memory = "memoryview of a disk file's pages"
    backing = (FILES,)
    folder = staticmethod(tempfile.gettempdir)

    def open(self) -> Any:
        return open(os.path.join(self.folder(), self.new_name()), "x+b")

    def path(self) -> str:
        return self.file.name

    def destroy(self) -> None:
        super().destroy()
        os.unlink(self.path())

    @classmethod
    def unsupported(cls, cell: Cell) -> str | None:
        place = cls.folder()
        return f"{place} lies in memory" if host.file_system(place) == "tmpfs" else None
