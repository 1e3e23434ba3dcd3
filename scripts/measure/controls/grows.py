"""A control: a time that grows with the square root of the size."""

from __future__ import annotations

from itertools import repeat  # noqa: F401  (the timed line uses it)
from math import isqrt

from measure.contract.discovery import load, paths
from measure.hints import Any

STEPS = 0


class Backend(load(paths()["shared_memory"])):
    """As shared_memory, but a read waits for a number of steps that is sixteen times the square root of the items."""

    expects = {"exponent": 0.5}
    read_item = "value = view[i]\nfor _ in repeat(None, STEPS): pass"

    def attach(self, handle: Any) -> Any:
        global STEPS
        STEPS = 16 * isqrt(self.payload.length)
        return super().attach(handle)
