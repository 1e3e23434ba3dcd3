"""A run's figures as the page and the paper show them: image, caption, and the table behind it as a link."""

import base64
import json
import re
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Picture:
    """One figure of captions.json; `width` is in points, `image` and `table` are data URIs."""

    name: str
    path: Path
    finding: str
    note: str

    @property
    def caption(self):
        return f"{self.finding} {self.note}"

    @property
    def width(self):
        head = self.path.read_text(encoding="utf-8")[:2000]
        return float(re.search(r'width="([\d.]+)pt"', head)[1])

    @property
    def image(self):
        return data_uri("image/svg+xml", self.path)

    @property
    def table(self):
        return data_uri("text/csv", self.path.with_suffix(".csv"))


def data_uri(kind, path):
    return f"data:{kind};base64,{base64.b64encode(path.read_bytes()).decode()}"


def read(folder):
    """Name -> Picture of all figures in a folder, in their order."""
    captions = json.loads((folder / "captions.json").read_text(encoding="utf-8"))
    return {name: Picture(name, folder / f"{name}.svg", **words) for name, words in captions.items()}


def figures_of_claims(found, claims):
    """(the claims' own figures by claim: readings and causes; all that no other place of the report shows)."""
    names = [claim["id"] for claim in claims]
    own = {name: (found.get(name), found.get(f"{name}-causes")) for name in names}
    taken = {picture.name for pair in own.values() for picture in pair if picture} | {"run_over_time", "standings"}
    return own, [picture for name, picture in found.items() if name not in taken]
