"""What is shared: a payload of n bytes whose every value can be foretold from its index and a seed."""

from __future__ import annotations

from measure.hints import Any

FIRST = 2**32 + 1  # above CPython's cached small ints, and as long as an int gets when pickled in 64 bits
ITEM_BYTES = 8
SMALL = 256
PATTERN = bytes(range(1, 252))  # a prime number of bytes, none of them NUL


class Payload:
    """`items` and `small_items`: `length` ints, 8 bytes each; `blob`: one bytes object of `size` bytes."""

    def __init__(self, kind: str, size: int, seed: int = 0) -> None:
        self.kind = kind
        self.size = size
        self.first = FIRST + seed % 2**16
        self.length = 1 if kind == "blob" else size // ITEM_BYTES

    def item(self, index: int) -> int:
        """The value that was stored at `index`."""
        return index % SMALL if self.kind == "small_items" else self.first + index

    def tag(self, worker: int, batch: int) -> int:
        """A value that no other worker or batch of the cell writes (of small items: hardly another)."""
        number = ((worker + 1) << 24) + batch
        return (worker * 64 + batch) % SMALL if self.kind == "small_items" else 2 * FIRST + number

    def make(self) -> Any:
        """A fresh object: a list of ints, or bytes."""
        if self.kind == "blob":
            start = self.first % len(PATTERN)
            repeated = PATTERN * (self.size // len(PATTERN) + 2)
            return repeated[start : start + self.size]
        if self.kind == "small_items":
            return list((bytes(range(SMALL)) * (self.length // SMALL + 1))[: self.length])
        return list(range(self.first, self.first + self.length))

    def stamp(self, data: Any, worker: int, batch: int) -> Any:
        """`data` marked as this worker's and batch's: a list in place, at the worker's index; bytes anew."""
        if self.kind == "blob":
            mark = b"%d.%d." % (worker + 1, batch)
            return mark[: self.size] + data[len(mark) :]
        data[worker % self.length] = self.tag(worker, batch)
        return data
