"""What the backends over a numpy array have in common: int64 for ints, bytes for a blob."""

from __future__ import annotations

from measure.contract.backend import BUFFERS, Backend
from measure.hints import Any


class NumpyArray(Backend):
    """The view is an array over memory that the processes share; an item that is read is a numpy scalar."""

    objects = False
    payloads = BUFFERS
    needs = {"numpy": "numpy"}

    copy_out = "result = view.tolist()"
    copy_out_array = "result = view.copy()"
    sum = "result = view.sum()"
    copy_out_blob = "result = view.tobytes()"
    copy_in_blob = "view.data[:] = data"

    def layout(self) -> dict[str, Any]:
        """Type and shape of the array."""
        blob = self.payload.kind == "blob"
        return dict(dtype="u1" if blob else "i8", shape=(self.payload.size // (1 if blob else 8),))

    def fill(self, array: Any, data: Any) -> None:
        target = array.data if self.payload.kind == "blob" else array
        target[:] = data
