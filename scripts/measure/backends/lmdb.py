"""lmdb: a memory-mapped database"""

from __future__ import annotations

import os
from struct import pack, unpack

from measure.bases.cleanup import PrivateFolder
from measure.bases.entries import entries
from measure.contract.backend import FIRST_KEY, KEYED
from measure.hints import Any

# Slots for those who read, 64 bytes each beside the data. A process has up to two: of its transaction, and of the one
# before, which py-lmdb keeps for the next.
READERS, SLOTS = 1024, 2


class Backend(PrivateFolder):
    """A B-tree in a mapped file holds an item a key; readers read in place, writers come one after the other."""

    objects = False
    payloads = KEYED
    needs = {"lmdb": "lmdb"}
    most_attached = READERS // SLOTS - 1
    refuses = {"attach": "a process must not open one database twice, and each worker has it open already"}

    read_item = "with view.begin() as t: value = unpack('q', t.get(pack('>q', i)))[0]"
    write_item = "with view.begin(write=True) as t: t.put(pack('>q', i), pack('q', value))"
    iterate = "with view.begin() as t:\n    for _, item in t.cursor(): value = unpack('q', item)[0]"
    copy_out = "with view.begin() as t: result = [unpack('q', item)[0] for _, item in t.cursor()]"
    copy_in = (
        "with view.begin(write=True) as t:"
        " t.cursor().putmulti((pack('>q', key), pack('q', value)) for key, value in enumerate(data))"
    )
    copy_out_blob = "with view.begin() as t: result = t.get(b'blob')"
    copy_in_blob = "with view.begin(write=True) as t: t.put(b'blob', data)"
    increment = (  # two transactions
        "t = view.begin(); value = unpack('q', t.get(bytes(8)))[0]; t.abort(); "
        "t = view.begin(write=True); t.put(bytes(8), pack('q', value + 1)); t.commit()"
    )
    increment_atomic = (
        "with view.begin(write=True) as t: t.put(bytes(8), pack('q', unpack('q', t.get(bytes(8)))[0] + 1))"
    )

    read_item_mapping = "with view.begin() as t: value = unpack('q', t.get(i.encode()))[0]"
    write_item_mapping = "with view.begin(write=True) as t: t.put(i.encode(), pack('q', value))"
    iterate_mapping = iterate
    copy_out_mapping = (
        "with view.begin() as t: result = {key.decode(): unpack('q', item)[0] for key, item in t.cursor()}"
    )
    copy_in_mapping = (
        "with view.begin(write=True) as t:"
        " t.cursor().putmulti((key.encode(), pack('q', value)) for key, value in data.items())"
    )
    increment_mapping = increment.replace("bytes(8)", f"b'{FIRST_KEY}'")
    increment_atomic_mapping = increment_atomic.replace("bytes(8)", f"b'{FIRST_KEY}'")

    def key(self, place: Any) -> bytes:
        return place.encode() if isinstance(place, str) else pack(">q", place)

    def open(self, path: str) -> Any:
        import lmdb

        # What is shared need not survive the machine: no write waits for a disk.
        return lmdb.open(path, subdir=False, map_size=2**26 + 16 * self.payload.size, sync=False, max_readers=READERS)

    def create(self, data: Any) -> None:
        self.path = self.new_path()
        with self.open(self.path) as database, database.begin(write=True) as t:
            if self.payload.kind == "blob":
                t.put(b"blob", data)
            else:
                t.cursor().putmulti((self.key(place), pack("q", value)) for place, value in entries(data))

    def handle(self) -> Any:
        return self.path

    def attach(self, handle: Any) -> Any:
        return self.open(handle)

    def detach(self, view: Any) -> None:
        view.close()

    def peek(self, view: Any, place: Any) -> Any:
        with view.begin() as t:
            return unpack("q", t.get(self.key(place)))[0]

    def destroy(self) -> None:
        os.unlink(self.path)
        os.unlink(self.path + "-lock")

    def footprint(self) -> int | None:
        return 512 * os.stat(self.path).st_blocks
