"""After each operation the object holds again what it held before it: the next one must not find what this one left."""

from __future__ import annotations

import time
from collections.abc import Iterable

from measure.contract import discovery, operations
from measure.harness import correctness
from measure.hints import TYPE_CHECKING, Any
from measure.timing.compile import compile_line, compile_write

if TYPE_CHECKING:
    from measure.contract.backend import Backend
    from measure.contract.payload import Payload

# What an operation changed: the positions that it visited, the first item, or the whole.
CHANGED = {"write_item": "visited", "write_item_fixed": "visited", "copy_in": "whole", "refresh": "whole"}
CHANGED.update(dict.fromkeys([*correctness.COUNTERS, "latency"], "first"), append="length")
CHANGED.update((name, "visited") for name, counts in operations.MIXES.items() if "write_item" in counts)


def restore(backend: Backend, view: Any, lock: Any, payload: Payload, changed: str, visited: Iterable[Any]) -> bool:
    """Write back what was there; False where only a fresh object holds it again, or holds it sooner.

    To copy 64 KiB into a ShareableList of 3.8 item by item takes 1.3 s, and 272 s into one of 1 MiB.

    Parameters
    ----------
    changed : str, one of CHANGED's values
    visited : places, those that the operation wrote to
    """
    if changed == "length":
        return False
    kind, places = type(backend), [payload.place(0)] if changed == "first" else visited
    by_items = "copy_in" in kind.itemwise and payload.kind != "blob"
    write, copy = (operations.line(kind, name, payload.kind) for name in ("write_item", "copy_in"))
    if changed != "whole" and write:
        names = discovery.names_in(kind)
        compile_write(write, names)(view, lock, ((place, payload.item(place)) for place in places))
    elif copy and not by_items:
        compile_line(copy, "whole", discovery.names_in(kind))(
            view, payload.make(), None, lock, None, 1, time.perf_counter_ns
        )
    else:
        return False
    return True
