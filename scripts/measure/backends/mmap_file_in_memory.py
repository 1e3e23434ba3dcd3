"""mmap of a file in memory"""

from __future__ import annotations

import os

from measure.bases.shared_block import SharedBlock
from measure.contract.backing import SHM
from measure.contract.discovery import load, paths
from measure.hints import TYPE_CHECKING
from measure.system import host

if TYPE_CHECKING:
    from measure.contract.cell import Cell


class Backend(load(paths()["mmap_file"])):
    """As mmap_file, but the file lies in a file system that the memory holds."""

    view_memory = SharedBlock.view_memory
    backing = (SHM,)
    systems = ("Linux",)

    @staticmethod
    def folder() -> str:
        return host.SHM

    @classmethod
    def unsupported(cls, cell: Cell) -> str | None:
        return None if os.path.isdir(host.SHM) else f"needs {host.SHM}"
