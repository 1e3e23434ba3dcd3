"""A list, and threads instead of processes"""

from __future__ import annotations

from measure.contract.backend import INHERITED
from measure.contract.discovery import load, paths
from measure.hints import Any


class Backend(load(paths()["local_list"])):
    """The workers are threads of one process, which all have its list: nothing has to be shared."""

    shared = True
    threads = True
    refuses = INHERITED
    lock_name = "threading.Lock"
    append = "view.append(value)"
    length = "result = len(view)"
    repr = "result = str(view)"

    def handle(self) -> Any:
        return self.data

    def attach(self, handle: Any) -> Any:
        return handle
