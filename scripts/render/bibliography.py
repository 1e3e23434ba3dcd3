"""The references of report/references.yml (Hayagriva's format, which typst sets by itself) as texts for the page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import yaml


def read(folder: Path) -> dict[str, dict[str, str | None]]:
    """Key -> {text, link}: author, title, where and when it appeared, and its address or None."""
    entries = yaml.safe_load((Path(folder) / "references.yml").read_text(encoding="utf-8"))
    return {key: {"text": format_entry(entry), "link": link(entry)} for key, entry in entries.items()}


def format_entry(entry: dict[str, Any]) -> str:
    """A reference in one line: authors, title, place and date."""
    parts = [authors(entry.get("author", [])), entry["title"], place(entry), str(entry.get("date", ""))]
    return ", ".join(filter(None, parts)) + "."


def authors(names: str | list[str]) -> str:
    """Like "T. P. Hettmansperger" of "Hettmansperger, Thomas P."; an organisation stays as it is."""
    names = [names] if isinstance(names, str) else names
    words = []
    for name in names:
        last, _, first = name.partition(", ")
        initials = [f"{one[0]}." for one in first.split()]
        words.append(" ".join([*initials, last]))
    return ", ".join(words) if len(words) <= 6 else f"{words[0]} and others"


def place(entry: dict[str, Any]) -> str:
    """The journal or site, its volume and issue, and the pages."""
    parent = entry.get("parent", {})
    number = f" {parent['volume']}({parent['issue']})" if "volume" in parent else ""
    pages = f", pp. {entry['page-range']}" if "page-range" in entry else ""
    return f"{parent.get('title', '')}{number}{pages}"


def link(entry: dict[str, Any]) -> str | None:
    """Its address, which is that of its DOI where it has one."""
    doi = entry.get("serial-number", {}).get("doi")
    return f"https://doi.org/{doi}" if doi else entry.get("url")


def citing(keys: Iterable[str]) -> Callable[[str], str]:
    """What the prose calls to cite one: a Markdown link to its place in the list, which the paper makes a citation."""
    numbers = {key: place for place, key in enumerate(keys, 1)}
    return lambda key: f"[\\[{numbers[key]}\\]](#ref-{key})"
