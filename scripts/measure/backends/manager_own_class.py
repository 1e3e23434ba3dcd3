"""BaseManager.register() of a class of one's own"""

from __future__ import annotations

from measure.bases.own_class import OwnManager
from measure.contract.discovery import load, paths
from measure.hints import Any


class Backend(load(paths()["manager_list"])):
    """As manager_list, with a list of a class of one's own: one of its methods adds to an item within the server."""

    manager_class = OwnManager
    increment_atomic = "view.add(0, 1)"

    def share(self, data: Any) -> Any:
        return self.manager.OwnList(data if isinstance(data, list) else [data])
