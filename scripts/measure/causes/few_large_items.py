"""Does the number of items cost, or the number of bytes?"""

from __future__ import annotations

from multiprocessing.shared_memory import ShareableList

from measure.contract.discovery import load, paths
from measure.hints import Any

INTS = 128  # so many ints as they are; the other bytes of the payload are these few large items
LARGE = 2**20


class Backend(load(paths()["shareable_list"])):
    """A ShareableList of as many bytes, but of 128 ints and a few large items behind them."""

    payloads = ("items",)

    def create(self, data: Any) -> None:
        rest = b"x" * (self.payload.size - 8 * INTS)
        large = [rest[start : start + LARGE] for start in range(0, len(rest), LARGE)]
        self.list = ShareableList(data[:INTS] + large, name=self.new_name())
