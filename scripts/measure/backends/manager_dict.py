"""multiprocessing.Manager().dict()"""

from __future__ import annotations

from measure.bases.entries import entries
from measure.bases.manager import ManagerBackend
from measure.contract.backend import KEYED
from measure.hints import Any


class Backend(ManagerBackend):
    """A dict in a server process, from index or key to item, is shared; each access is a pickled round trip."""

    payloads = KEYED

    iterate = "for value in view.values(): pass"
    copy_out = "result = view.values()"
    copy_in = "view.update(enumerate(data))"
    copy_out_mapping = "result = view.copy()"
    length = "result = len(view)"

    def share(self, data: Any) -> Any:
        return self.manager.dict(entries(data))
