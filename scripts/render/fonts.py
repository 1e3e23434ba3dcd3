"""The Chinese font as a page embeds it: cut to the characters that stand in that page."""

from __future__ import annotations

import base64
from io import BytesIO

from fontTools import subset

from render import context

FIRST = 0x2E80  # where the Chinese, Japanese and Korean blocks begin


def embedded(page: str) -> str:
    """A data URI of the font with the Chinese characters of a page's text; an English one has a third of them."""
    options = subset.Options(layout_features=[], hinting=False)  # a page needs neither vertical text nor ligatures
    font = subset.load_font(str(next((context.REPORT / "fonts").glob("*.otf"))), options)
    cutter = subset.Subsetter(options)
    cutter.populate(text="".join(sorted({one for one in page if ord(one) >= FIRST})))
    cutter.subset(font)
    file = BytesIO()
    font.save(file)
    return f"data:font/otf;base64,{base64.b64encode(file.getvalue()).decode()}"
