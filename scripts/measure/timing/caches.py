"""Reads something of a fixed size, so that the caches hold the same before each operation."""

from __future__ import annotations

import functools

LEVEL_BYTES = 2**23  # several times the second-level caches of today; third-level ones may be larger than any of it
ABSENT = b"\0"


@functools.lru_cache(maxsize=None)
def filler() -> bytes:
    """Bytes with pages of their own: a fresh block of zeros would be one page, mapped again and again."""
    return b"\1" * LEVEL_BYTES


def level() -> None:
    """Read the filler from its first byte to its last."""
    filler().find(ABSENT)
