"""A run's figures as the page and the paper show them: image, caption, and the table behind it as a link."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from render.figures import parts


@dataclass
class Picture:
    """One figure of captions.json; `width` and the boxes of its `parts` are in points, `table` is a data URI."""

    name: str
    path: Path
    finding: str
    note: str
    parts: dict[str, list[float]] = field(default_factory=dict)

    @property
    def caption(self) -> str:
        """What it shows and how to read it."""
        return f"{self.finding} {self.note}"

    @property
    def width(self) -> float:
        """Its width in points, by the head of its file."""
        head = self.path.read_text(encoding="utf-8")[:2000]
        return float(re.findall(r'width="([\d.]+)pt"', head)[0])

    @property
    def images(self) -> list[tuple[str, float]]:
        """(data URI, width in points) of each of its parts, or of the whole where it has none."""
        text = self.path.read_text(encoding="utf-8")
        if not self.parts:
            return [(svg_uri(text), self.width)]
        pieces = parts.cut(text, self.parts)
        return [(svg_uri(pieces[name]), box[2]) for name, box in self.parts.items()]

    @property
    def table(self) -> str:
        """The table behind it as a data URI."""
        return text_uri("text/csv", self.path.with_suffix(".csv").read_text(encoding="utf-8"))


# What a browser shows alike: comments, what is said of the file itself, names that nothing refers to, groups without
# attributes, spaces in styles, and digits beyond a hundredth of a point.
UNSEEN = re.compile(r"<!--.*?-->|<\?xml.*?\?>|<!DOCTYPE.*?>|<metadata>.*?</metadata>", re.DOTALL)
DIGITS = re.compile(r"(\.\d{2})\d+")
TAG = re.compile(r"(<[^>]+>)")
STYLE = re.compile(r" style='([^']*)'")
OFTEN = 3
PATH = re.compile(r" d='([^']*)'")
COMMAND = re.compile(r"([A-Za-z])([^A-Za-z]*)")
# What may stand in an address as it is; a space too, within quotation marks. Not # & < > " % and line ends.
PLAIN = " !$'()*+,-./:;=?@[]^_`{|}~"


def compact_svg(text: str) -> str:
    """A figure's text without what nobody sees, on one line."""
    parts, groups = [], []  # of each group that is open, whether it stays
    for part in TAG.split(re.sub(r"\s+", " ", UNSEEN.sub("", text))):
        tag = compact_tag(part) if part.startswith("<") else part
        if tag == "<g>" or (tag.startswith("<g ") and not tag.endswith("/>")):
            groups.append(tag != "<g>")
        if (tag == "</g>" and not groups.pop()) or tag in ("<g>", "<g/>", " "):
            continue
        parts.append(tag)
    return with_classes("".join(parts))


def with_classes(text: str) -> str:
    """A figure's text in which each style that stands there often is a class."""
    counts = Counter(STYLE.findall(text))
    names = {style: f"c{place}" for place, style in enumerate(one for one, count in counts.items() if count > OFTEN)}
    if not names:
        return text
    rules = "".join(f".{name}{{{style}}}" for style, name in names.items())
    text = STYLE.sub(lambda found: f" class='{names[found[1]]}'" if found[1] in names else found[0], text)
    return re.sub("<svg[^>]*>", lambda found: f"{found[0]}<style>{rules}</style>", text, count=1)


def compact_tag(tag: str) -> str:
    """A tag with single quotation marks, which need no escape in an address, and fewer digits; a scale keeps them."""
    tag = tag.replace("'", "").replace('"', "'")
    tag = re.sub(r" id='[^']*'", "", tag) if tag.startswith("<g") else tag
    tag = re.sub(r"style='[^']*'", lambda style: re.sub(r"([:;]) ", r"\1", style[0]), tag)
    tag = PATH.sub(lambda path: f" d='{compact_path(path[1])}'", tag)
    return tag if "scale(" in tag or "matrix(" in tag else DIGITS.sub(r"\1", tag)


def compact_path(text: str) -> str:
    """A path without the letters of lines that follow a point or a line, which SVG 1.1 (8.3.2) lets one leave out."""
    found, before = [], ""
    for command, numbers in COMMAND.findall(text):
        found.append((" " if command == "L" and before in ("M", "L") else command) + " ".join(numbers.split()))
        before = command
    return "".join(found)


def text_uri(kind: str, text: str) -> Markup:
    """A text as a data URI that can stand in an attribute: a quarter shorter than in base64."""
    return Markup(f"data:{kind};charset=utf-8,{quote(text, safe=PLAIN)}")


def svg_uri(text: str) -> Markup:
    """A figure's text as a data URI."""
    return text_uri("image/svg+xml", compact_svg(text))


def read(folder: Path) -> dict[str, Picture]:
    """Name -> Picture of all figures in a folder, in their order."""
    captions = json.loads((folder / "captions.json").read_text(encoding="utf-8"))
    return {name: Picture(name, folder / f"{name}.svg", **words) for name, words in captions.items()}


PLACED = ("opening", "run_over_time", "drift", "standings")  # figures that the report has a place for


def figures_of_claims(
    pictures: dict[str, Picture], claims: list[dict[str, Any]]
) -> tuple[dict[str, tuple[Picture | None, Picture | None]], list[Picture]]:
    """(the claims' own figures by claim: readings and causes; all that no other place of the report shows)."""
    names = [claim["id"] for claim in claims]
    own = {name: (pictures.get(name), pictures.get(f"{name}-causes")) for name in names}
    taken = {picture.name for pair in own.values() for picture in pair if picture} | {*PLACED}
    return own, [picture for name, picture in pictures.items() if name not in taken]
