"""A link at each heading of a page, and the list of its sections: no template repeats either."""

from __future__ import annotations

import re

HEADING = re.compile(
    r'(?P<section><section id="(?P<own>[^"]+)"[^>]*>\s*)?'
    r'<h(?P<level>[23])(?: id="(?P<given>[^"]+)")?>(?P<text>.*?)</h(?P=level)>',
    re.DOTALL,
)
TAG = re.compile(r"<[^>]+>")
SECTIONS = "<!-- sections -->"  # the place of their list
LINK = '<a class="anchor" href="#{name}" aria-label="Link to this section">#</a>'


def linked(page: str) -> str:
    """The page with a link in each h2 and h3, and the list of its sections, where it has a place for one.

    A heading is known by the section that it opens, by its own id, or else gets one of its words.
    """
    taken = set(re.findall(r' id="([^"]+)"', page))
    contents: list[str] = []

    def with_link(found: re.Match[str]) -> str:
        name, given = found["own"] or found["given"], found["given"]
        if not name:
            given = name = unused(slug(found["text"]), taken)
        if found["own"] and found["level"] == "2":
            contents.append(f'<a href="#{name}">{TAG.sub("", found["text"])}</a>')
        own = f' id="{given}"' if given else ""
        level = found["level"]
        return f"{found['section'] or ''}<h{level}{own}>{found['text']} {LINK.format(name=name)}</h{level}>"

    page = HEADING.sub(with_link, page)
    return page.replace(SECTIONS, "\n".join(contents), 1)


def slug(text: str) -> str:
    """A heading's words as an id."""
    return re.sub(r"[\W_]+", "-", TAG.sub("", text).lower()).strip("-") or "section"


def unused(name: str, taken: set[str]) -> str:
    """The name, with a number where it is taken; it is taken then."""
    number, found = 1, name
    while found in taken:
        number += 1
        found = f"{name}-{number}"
    taken.add(found)
    return found
