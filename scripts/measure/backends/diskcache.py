"""diskcache.Cache"""

from __future__ import annotations

from measure.bases.cleanup import PrivateFolder
from measure.bases.entries import entries
from measure.contract.backend import FIRST_KEY, KEYED
from measure.hints import Any


class Backend(PrivateFolder):
    """A table of an SQLite file holds an item a key, larger ones a file each; each access is a transaction."""

    needs = {"diskcache": "diskcache"}
    payloads = KEYED
    itemwise = frozenset({"iterate", "copy_out", "copy_in"})

    iterate = iterate_mapping = "for key in view: value = view[key]"
    copy_out = "result = [view[key] for key in view]"
    copy_out_mapping = "result = {key: view[key] for key in view}"
    copy_in = "with view.transact():\n    for key, item in enumerate(data): view[key] = item"
    copy_in_mapping = "with view.transact():\n    for key, item in data.items(): view[key] = item"
    increment_atomic = "view.incr(0)"
    increment_atomic_mapping = f"view.incr('{FIRST_KEY}')"
    length = "result = len(view)"

    def open(self, path: str) -> Any:
        import diskcache

        return diskcache.Cache(path, eviction_policy="none")

    def create(self, data: Any) -> None:
        self.path = self.new_path()
        with self.open(self.path) as cache, cache.transact():
            for key, item in entries(data):
                cache[key] = item

    def handle(self) -> Any:
        return self.path

    def attach(self, handle: Any) -> Any:
        return self.open(handle)

    def detach(self, view: Any) -> None:
        view.close()

    def destroy(self) -> None:
        import shutil

        shutil.rmtree(self.path)
