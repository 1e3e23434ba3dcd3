"""multiprocessing.Manager().Namespace()"""

from __future__ import annotations

from measure.bases.manager import ManagerBackend
from measure.hints import Any


class Backend(ManagerBackend):
    """One attribute of an object in a server process is shared: it comes whole, pickled, whatever is wanted of it."""

    read_item = "value = view.value[i]"
    write_item = None  # to write the whole back would undo what others wrote meanwhile
    iterate = "for value in view.value: pass"
    copy_out = copy_out_blob = "result = view.value"
    copy_in = copy_in_blob = "view.value = data"
    increment = "items = view.value; items[0] += 1; view.value = items"

    def share(self, data: Any) -> Any:
        return self.manager.Namespace(value=data)

    def peek(self, view: Any, position: int) -> Any:
        return view.value[position]
