"""What is shared: a payload of n bytes whose every value can be foretold from its index and a seed."""

from __future__ import annotations

from array import array

from measure.hints import Any

FIRST = 2**32 + 1  # above CPython's cached small ints, and as long as an int gets when pickled in 64 bits
ITEM_BYTES = 8
ENTRY_BYTES = 16  # of a mapping: a key of eight characters, and an item
SMALL = 256
IN_ONE_PIECE = ("blob", "array")  # of memory: a copy is one of bytes
PATTERN = bytes(range(1, 252))  # a prime number of bytes, none of them NUL


class Payload:
    """`items` and `small_items`: `length` ints, 8 bytes each; `blob`: one bytes object of `size` bytes.

    `array`: the ints of `items` in one array of 64-bit integers. `mapping`: `length` ints by string keys, 16 bytes an
    entry. What finds an item in a view is its place: its index, or its key.
    """

    def __init__(self, kind: str, size: int, seed: int = 0) -> None:
        self.kind = kind
        self.size = size
        self.first = FIRST + seed % 2**16
        self.length = 1 if kind == "blob" else size // (ENTRY_BYTES if kind == "mapping" else ITEM_BYTES)

    def place(self, index: int) -> Any:
        """What finds the item that was stored as the `index`th."""
        return f"k{index:07}" if self.kind == "mapping" else index

    def places(self, indices: Any) -> Any:
        """The same of several; of a sequence they are their own places."""
        return [self.place(index) for index in indices] if self.kind == "mapping" else indices

    def item(self, place: Any) -> int:
        """The value that was stored at `place`."""
        index = int(place[1:]) if isinstance(place, str) else place
        return index % SMALL if self.kind == "small_items" else self.first + index

    def holds(self, value: Any) -> bool:
        """Whether `value` is one of a mapping's items."""
        return value in range(self.first, self.first + self.length)

    def tag(self, worker: int, batch: int) -> int:
        """A value that no other worker or batch of the cell writes (of small items: hardly another)."""
        number = ((worker + 1) << 24) + batch
        return (worker * 64 + batch) % SMALL if self.kind == "small_items" else 2 * FIRST + number

    def is_tag(self, value: Any, workers: int) -> bool:
        """Whether one of the first `workers` may have written `value`; of small items all are such."""
        if self.kind == "small_items":
            return bool(0 <= value < SMALL)
        return bool(self.tag(0, 0) <= value < self.tag(workers, 0))

    def make(self) -> Any:
        """A fresh object: a list of ints, an array or a dictionary of them, or bytes."""
        if self.kind == "blob":
            start = self.first % len(PATTERN)
            repeated = PATTERN * (self.size // len(PATTERN) + 2)
            return repeated[start : start + self.size]
        if self.kind == "small_items":
            return list((bytes(range(SMALL)) * (self.length // SMALL + 1))[: self.length])
        if self.kind == "array":
            return array("q", range(self.first, self.first + self.length))
        if self.kind == "mapping":
            return {self.place(index): self.first + index for index in range(self.length)}
        return list(range(self.first, self.first + self.length))

    def sum(self) -> int:
        """Of the ints of an array."""
        return self.length * self.first + self.length * (self.length - 1) // 2

    def stamp(self, data: Any, worker: int, batch: int) -> Any:
        """`data` marked as this worker's and batch's: at the worker's own place; bytes are made anew."""
        if self.kind == "blob":
            mark = b"%d.%d." % (worker + 1, batch)
            return mark[: self.size] + data[len(mark) :]
        data[self.place(worker % self.length)] = self.tag(worker, batch)
        return data
