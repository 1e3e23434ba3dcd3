"""multiprocessing.Manager().Array()"""

from __future__ import annotations

from array import array

from measure.bases.manager import ManagerBackend
from measure.hints import Any


class Backend(ManagerBackend):
    """An array.array in a server process is shared; each access is a pickled round trip."""

    objects = False
    itemwise = frozenset({"iterate"})  # the proxy has no __iter__: a round trip an item
    copy_out = "result = view[:].tolist()"
    copy_in = "view[:] = array('q', data)"
    copy_out_blob = "result = view[:].tobytes()"
    copy_in_blob = "view[:] = array('B', data)"
    length = "result = len(view)"

    def share(self, data: Any) -> Any:
        code = "q" if isinstance(data, list) else "B"
        return self.manager.Array(code, array(code, data))
