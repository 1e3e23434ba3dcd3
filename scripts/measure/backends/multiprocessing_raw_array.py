"""multiprocessing.RawArray, which is what Array(lock=False) makes"""

from measure.bases.ctypes_array import CtypesArray


class Backend(CtypesArray):
    """A ctypes array in memory that the workers inherit is shared, with no lock."""

    def allocate(self, code, length):
        return self.context.RawArray(code, length)
