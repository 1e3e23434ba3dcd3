"""Texts of the configuration in Chinese: report/prose/zh_texts.yml has each under its English text, as gettext does."""

from __future__ import annotations

import functools
from pathlib import Path

from markupsafe import Markup

from support.validation import load_yaml

TEXTS = Path(__file__).parents[2] / "report" / "prose" / "zh_texts.yml"


@functools.cache
def texts() -> dict[str, str]:
    """English text -> Chinese one."""
    return {flat(entry["en"]): entry["zh"] for entry in load_yaml(TEXTS)}


def flat(text: str) -> str:
    """A text on one line."""
    return " ".join(text.split())


def chinese(text: str) -> str | Markup:
    """A text in Chinese; where it has no translation the English one, marked as such for who reads it aloud."""
    return texts().get(flat(text)) or Markup('<span lang="en">{}</span>').format(text)
