"""A file in /dev/shm, and a semaphore."""

from __future__ import annotations

import os

from measure.contract.backing import SHM
from measure.contract.discovery import CHANNELS, load, paths
from measure.hints import TYPE_CHECKING
from measure.system import host

if TYPE_CHECKING:
    from measure.contract.cell import Cell


class Backend(load(paths(CHANNELS)["via_file"])):
    """As via_file, but the file lies in a file system that the memory holds."""

    backing = (SHM,)
    systems = ("Linux",)

    def folder(self) -> str:
        return host.SHM

    @classmethod
    def unsupported(cls, cell: Cell) -> str | None:
        return None if os.path.isdir(host.SHM) else f"needs {host.SHM}"
