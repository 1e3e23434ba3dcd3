"""Numbers that say what they are of: a claim's line with each effect marked by its claim and its reading."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup, escape

MARK = Markup('<data value="{value}" data-claim="{claim}" data-of="{of}">{text}</data>')


def mark(text: str, claim: str, of: str, value: Any = "") -> Markup:
    """A text as part `of` what verdicts.json says of a claim."""
    return MARK.format(value="" if value is None else value, claim=claim, of=of, text=text)


def short(claim: dict[str, Any]) -> Markup:
    """The claim's line: each of its effects marked with the place of its reading, all else as part of the line."""
    line = escape(claim["short"])
    if not any(one["reading"] is not None for one in claim.get("effects", [])):
        return mark(line, claim["id"], "short")
    for number, one in enumerate(claim["effects"]):
        of = f"effects.{number}"
        line = line.replace(escape(one["says"]), mark(one["says"], claim["id"], of, one["estimate"]))
    return line
