"""A run's figures as the page and the paper show them: image, caption, and the table behind it as a link."""

from __future__ import annotations

import base64
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass
class Picture:
    """One figure of captions.json; `width` is in points, `image` and `table` are data URIs."""

    name: str
    path: Path
    finding: str
    note: str

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
    def image(self) -> str:
        """The figure itself as a data URI."""
        return data_uri("image/svg+xml", self.path)

    @property
    def table(self) -> str:
        """The table behind it as a data URI."""
        return data_uri("text/csv", self.path.with_suffix(".csv"))


def data_uri(kind: str, path: Path) -> str:
    """A file's bytes as a data URI."""
    return f"data:{kind};base64,{base64.b64encode(path.read_bytes()).decode()}"


def read(folder: Path) -> dict[str, Picture]:
    """Name -> Picture of all figures in a folder, in their order."""
    captions = json.loads((folder / "captions.json").read_text(encoding="utf-8"))
    return {name: Picture(name, folder / f"{name}.svg", **words) for name, words in captions.items()}


PLACED = ("run_over_time", "drift", "standings")  # figures that the report has a place for


def figures_of_claims(
    pictures: dict[str, Picture], claims: list[dict[str, Any]]
) -> tuple[dict[str, tuple[Picture | None, Picture | None]], list[Picture]]:
    """(the claims' own figures by claim: readings and causes; all that no other place of the report shows)."""
    names = [claim["id"] for claim in claims]
    own = {name: (pictures.get(name), pictures.get(f"{name}-causes")) for name in names}
    taken = {picture.name for pair in own.values() for picture in pair if picture} | {*PLACED}
    return own, [picture for name, picture in pictures.items() if name not in taken]
