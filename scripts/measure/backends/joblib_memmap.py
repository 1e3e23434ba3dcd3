"""joblib.dump, and joblib.load with mmap_mode"""

from __future__ import annotations

import os

from measure.bases.cleanup import PrivateFolder
from measure.bases.numpy_array import NumpyArray
from measure.contract.payload import IN_ONE_PIECE
from measure.hints import Any


class Backend(PrivateFolder, NumpyArray):
    """An array that joblib has dumped into a file is mapped by each process, as its Parallel does with large ones."""

    needs = {"joblib": "joblib", "numpy": "numpy"}

    def create(self, data: Any) -> None:
        import joblib
        import numpy

        self.path = self.new_path()
        kind = self.layout()["dtype"]
        whole = self.payload.kind in IN_ONE_PIECE
        joblib.dump(numpy.frombuffer(data, kind) if whole else numpy.array(data, kind), self.path)

    def handle(self) -> Any:
        return self.path

    def attach(self, handle: Any) -> Any:
        import joblib

        return joblib.load(handle, mmap_mode="r+")

    def destroy(self) -> None:
        os.unlink(self.path)

    def footprint(self) -> int | None:
        return os.path.getsize(self.path)
