"""The font that a page embeds has the characters of that page and no others."""

import base64
from io import BytesIO

from fontTools.ttLib import TTFont

from render import fonts


def test_it_has_the_characters_of_the_page_and_no_others():
    address = fonts.embedded("<p>Shared 共享内存, twice 共享</p>")
    font = TTFont(BytesIO(base64.b64decode(address.partition(",")[2])))
    assert {chr(code) for code in font.getBestCmap()} == set("共享内存")
