"""mmap of a file without a name"""

from __future__ import annotations

import os

from measure.bases.mapped_file import MappedFile
from measure.contract.backing import MEMORY
from measure.hints import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from measure.contract.cell import Cell


class Backend(MappedFile):
    """A file in memory without a name (memfd_create) is found through its owner's /proc, mapped and used in place."""

    backing = (MEMORY,)  # in a file system of the kernel's own, which has no size
    systems = ("Linux",)

    def open(self) -> Any:
        return open(os.memfd_create(self.new_name()), "w+b")

    def path(self) -> str:
        return f"/proc/{os.getpid()}/fd/{self.file.fileno()}"

    @classmethod
    def unsupported(cls, cell: Cell) -> str | None:
        there = hasattr(os, "memfd_create") and os.path.isdir("/proc/self/fd")
        return None if there else "needs memfd_create and /proc, which Linux has"
