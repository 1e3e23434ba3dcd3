"""The report's prose: Markdown with numbers filled in, as HTML for the page and as typst markup for the paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import jinja2
from markdown_it import MarkdownIt
from markdown_it.token import Token

from judge.words import wording
from render import chinese, marks, translations
from support import units

MARKDOWN = MarkdownIt("commonmark", {"html": False})
ESCAPED = str.maketrans({character: f"\\{character}" for character in "\\#$*_`<>@[]~="})
# token -> typst markup around what is inside
MARKS = {
    "strong_open": "*",
    "strong_close": "*",
    "em_open": "_",
    "em_close": "_",
    "softbreak": " ",
    "hardbreak": "\\\n",
}


def environment(folder: Path, autoescape: bool = False) -> jinja2.Environment:
    """Jinja over the report's folder, strict about what is undefined."""
    templates = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder),
        autoescape=autoescape,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters.update(
        number=format_value,
        size=units.format_bytes,
        word=wording.format_factor,
        typ=escape_typst,
        string=typst_string,
        mark=marks.mark,
        caption=marks.caption,
    )
    templates.filters.update(fact=format_fact, label=fact_label)
    templates.filters.update(zh=translations.chinese, life_zh=chinese.life, needs_zh=chinese.needs)
    return templates


def text(folder: Path, name: str, values: dict[str, Any]) -> str:
    """The Markdown of a piece of prose, with its numbers."""
    return environment(Path(folder) / "prose").get_template(f"{name}.md.j2").render(values)


def html(markdown: str) -> str:
    """Markdown as HTML."""
    return MARKDOWN.render(markdown)


def typst(markdown: str) -> str:
    """Typst markup of paragraphs, lists, emphasis and code: what the prose uses."""
    lines, depth = [], 0
    for token in MARKDOWN.parse(markdown):
        if token.type == "bullet_list_open":
            depth += 1
        elif token.type == "bullet_list_close":
            depth -= 1
        elif token.type == "inline":
            lines.append(("- " if depth else "") + "".join(inlines(token.children or [])))
    return "\n\n".join(lines)


def inlines(tokens: Iterable[Token]) -> Iterator[str]:
    """The pieces of a paragraph; a link to a source or a section becomes a reference, any other one stays a link."""
    skipping = False
    for token in tokens:
        if token.type == "link_open":
            target = str(token.attrs["href"])
            skipping = target.startswith("#")
            yield f"@{target[1:].removeprefix('ref-')}" if skipping else f"#link({typst_string(target)})["
        elif token.type == "link_close":
            yield "" if skipping else "]"
            skipping = False
        elif not skipping:
            yield inline(token)


def inline(token: Token) -> str:
    """One piece of a paragraph."""
    if token.type == "code_inline":
        return f"#raw({typst_string(token.content)})"
    return MARKS.get(token.type, escape_typst(token.content))


def escape_typst(words: object) -> str:
    """Words as typst shows them."""
    return str(words).translate(ESCAPED).replace("//", "\\/\\/")


def typst_string(words: object) -> str:
    """A typst string."""
    return '"' + str(words).replace("\\", "\\\\").replace('"', '\\"') + '"'


def format_value(value: float | None) -> str:
    """A number to read: 0.93, 12.4, 4,810; a dash for none."""
    if value is None or value != value:
        return "–"
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def fact_label(name: str) -> str:
    """A fact's name without its unit: "clock step" of clock_step_seconds."""
    return name.removesuffix("_bytes").removesuffix("_seconds").replace("_", " ")


def format_fact(value: Any, name: str) -> str:
    """A fact about the machine in words; its unit is the end of its name."""
    if value is None:
        return "not told by the system"
    if name.endswith("_bytes") and not isinstance(value, str):
        return f"{value / 2**30:.3g} GiB"
    if name.endswith("_seconds"):
        return f"{value * 1e9:.3g} ns"
    return str(value)
