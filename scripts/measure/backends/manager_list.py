"""multiprocessing.Manager().list()"""

from __future__ import annotations

from measure.bases.manager import ManagerBackend
from measure.hints import Any


class Backend(ManagerBackend):
    """A list in a server process is shared; each access sends pickled arguments and gets a pickled result."""

    itemwise = frozenset({"iterate"})  # the proxy has no __iter__: a round trip an item
    copy_out = "result = view[:]"
    append = "view.append(value)"
    length = "result = len(view)"
    repr = "result = str(view)"  # what print() does

    def share(self, data: Any) -> Any:
        return self.manager.list(data if isinstance(data, list) else [data])
