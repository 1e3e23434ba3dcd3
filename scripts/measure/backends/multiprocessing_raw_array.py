"""multiprocessing.RawArray, which is what Array(lock=False) makes"""

from __future__ import annotations

from measure.bases.ctypes_array import CtypesArray
from measure.hints import Any


class Backend(CtypesArray):
    """A ctypes array in memory that the workers inherit is shared, with no lock."""

    def allocate(self, code: str, length: int) -> Any:
        return self.context.RawArray(code, length)
