"""multiprocessing.shared_memory.SharedMemory, through struct"""

from __future__ import annotations

import struct

from measure.contract.discovery import load, paths
from measure.hints import Any

ITEM = struct.Struct("q")
pack_into, unpack_from, iter_unpack = ITEM.pack_into, ITEM.unpack_from, ITEM.iter_unpack


class Backend(load(paths()["shared_memory"])):
    """As shared_memory, but every item is packed into the block and unpacked by struct, at an offset."""

    view_memory = None  # its view isn't cast
    payloads = ("items", "small_items")
    read_item = "(value,) = unpack_from(view, 8 * i)"
    write_item = "pack_into(view, 8 * i, value)"
    increment = "pack_into(view, 0, unpack_from(view, 0)[0] + 1)"
    iterate = "for (value,) in iter_unpack(view): pass"
    copy_out = "result = list(struct.unpack('%dq' % (len(view) // 8), view))"
    copy_in = "struct.pack_into('%dq' % len(data), view, 0, *data)"

    def view(self, buffer: Any) -> Any:
        return buffer[: self.payload.size]

    def fill(self, buffer: Any, data: Any) -> None:
        struct.pack_into(f"{len(data)}q", buffer, 0, *data)

    def peek(self, view: Any, position: int) -> Any:
        return unpack_from(view, 8 * position)[0]
