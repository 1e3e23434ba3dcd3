"""multiprocessing.Array"""

from __future__ import annotations

from measure.bases.ctypes_array import CtypesArray
from measure.hints import Any


class Backend(CtypesArray):
    """A ctypes array in memory that the workers inherit is shared; each access takes the array's lock."""

    lock_name = "Array.get_lock()"

    def allocate(self, code: str, length: int) -> Any:
        return self.context.Array(code, length)

    def attach(self, handle: Any) -> Any:
        self.lock = handle.get_lock()
        return handle
