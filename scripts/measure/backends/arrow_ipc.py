"""pyarrow.ipc over pyarrow.memory_map"""

from __future__ import annotations

import os

from measure.bases.cleanup import PrivateFolder
from measure.hints import Any


class Backend(PrivateFolder):
    """A file in Arrow's format is mapped by each process and read in place; what was written never changes."""

    objects = False
    needs = {"pyarrow": "pyarrow"}

    read_item = "value = view[i].as_py()"
    iterate = "for item in view: value = item.as_py()"
    copy_out = "result = view.to_pylist()"
    copy_out_blob = "result = view[0].as_py()"
    write_item = copy_in = copy_in_blob = increment = None

    def create(self, data: Any) -> None:
        import pyarrow

        blob = self.payload.kind == "blob"
        column = pyarrow.array([data] if blob else data, pyarrow.binary() if blob else pyarrow.int64())
        table = pyarrow.table({"payload": column})
        self.path = self.new_path()
        with pyarrow.ipc.new_file(self.path, table.schema) as file:
            file.write_table(table)

    def handle(self) -> Any:
        return self.path

    def attach(self, handle: Any) -> Any:
        import pyarrow

        return pyarrow.ipc.open_file(pyarrow.memory_map(handle)).get_batch(0).column(0)

    def peek(self, view: Any, position: int) -> Any:
        return view[position].as_py()

    def destroy(self) -> None:
        os.unlink(self.path)

    def footprint(self) -> int | None:
        return os.path.getsize(self.path)
