"""Numbers that say what they are of: the claim, and the place in what verdicts.json says of it.

In the section of a claim the claim goes without saying.

A place is a path, such as `readings.12.estimate`. In a list a name stands for that of each item that has one, and
`name=value` for the items in which it is so; what is told of a list is its length. A path that starts with `summary`
names a column of summary.csv, over the conditions that the claim reads.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup, escape

from render import chinese
from render.figures import captions

MARK = Markup('<data value="{value}" data-claim="{claim}" data-of="{of}">{text}</data>')

SECTION = re.compile(r'<section id="([^"]+)">(?:(?!<section ).)*?</section>', re.DOTALL)  # without others in it


def brief(page: str) -> str:
    """A page whose marks don't repeat the claim whose section they stand in: they made up a twentieth of it."""
    return SECTION.sub(lambda section: section[0].replace(f' data-claim="{section[1]}"', ""), page)


def mark(text: object, claim: str, of: str, value: Any = "") -> Markup:
    """A text as part `of` what verdicts.json says of a claim; `value` is the number before it was rounded."""
    return MARK.format(value="" if value is None else value, claim=claim, of=of, text=text)


def within(text: str, claim: str, parts: Mapping[str, tuple[str, Any]]) -> Markup:
    """A text with its `parts` (words -> path, value) marked wherever they stand; the longest of those that fit."""
    if not parts:
        return escape(text)
    marked = {str(escape(says)): mark(says, claim, *place) for says, place in parts.items()}
    words = sorted(marked, key=len, reverse=True)
    return Markup(re.sub("|".join(map(re.escape, words)), lambda found: marked[found[0]], str(escape(text))))


def short(claim: dict[str, Any]) -> Markup:
    """The claim's line, and in it each of its effects."""
    effects = enumerate(claim.get("effects", []))
    parts = {one["says"]: (f"effects.{number}", one["estimate"]) for number, one in effects}
    return mark(within(claim["short"], claim["id"], parts), claim["id"], "short")


def chinese_line(claim: dict[str, Any]) -> Markup:
    """The claim's line in Chinese, likewise."""
    numbered = ((number, one) for number, one in enumerate(claim["effects"]) if one["reading"] is not None)
    told = [
        mark(chinese.effect(claim, one), claim["id"], f"effects.{number}", one["estimate"]) for number, one in numbered
    ]
    return Markup(";").join(told) or escape(chinese.measured(claim))


def caption(text: str, claim: dict[str, Any]) -> Markup:
    """What is said of a claim's figure: its readings, margins and interpreters, and the evidence that it counts."""
    parts: dict[str, tuple[str, Any]] = {}
    for number, one in enumerate(claim["readings"]):
        if one["estimate"] is not None:
            parts.setdefault(captions.format_end(one), (f"readings.{number}", one["estimate"]))
        label = one["conditions"]["interpreter"]
        parts.setdefault(label, (f"readings.{number}.conditions.interpreter", ""))
    for number, one in enumerate(claim["margins"]):
        if one["margin"] is not None:
            parts.setdefault(captions.format_margin(one["criterion"], one["margin"]), (f"margins.{number}", ""))
    count = sum(len(cause["evidence"]) for cause in claim["causes"] if cause["agrees"])
    parts[f"{count} figures"] = "causes.agrees=True.evidence", count
    return within(text, claim["id"], parts)
