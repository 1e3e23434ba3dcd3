"""The ids within a figure's SVG, so that a run is drawn as the same bytes on any processor."""

from __future__ import annotations

import re

HASHED = re.compile(r"""(?<=["#])(\w*?)([0-9a-f]{10})(?=[")])""")  # as in id="m0123456789" and url(#p0123456789)


def numbered(text: str) -> str:
    """An SVG whose ids are numbered in their order, where Matplotlib hashed them from what they name.

    A hash is of all digits of a coordinate, and the last ones depend on the processor.
    """
    numbers: dict[str, int] = {}
    return HASHED.sub(lambda found: f"{found[1]}{numbers.setdefault(found[2], len(numbers))}", text)
