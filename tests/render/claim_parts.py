"""The claims' parts of a page: what stands in them inside of marks and outside, and what verdicts.json has for each."""

import re
from collections import namedtuple
from html.parser import HTMLParser

from render import chinese, translations
from render.figures import captions
from render.markdown import format_value
from support import units

Mark = namedtuple("Mark", ["section", "claim", "of", "value", "text"])
SECTIONS = ("claims", "results")
VOID = {"meta", "link", "br", "wbr", "img", "hr", "input"}
DIGIT = re.compile(r"\d")
LEVEL = "95% interval"  # of every interval: the confidence that was asked for, no finding


class Parts(HTMLParser):
    """`marks`: those of the claims' parts; `loose`: their text outside of any; `hidden`: in place of pictures."""

    def __init__(self, page):
        super().__init__()
        self.marks, self.text, self.loose, self.hidden = [], "", "", []
        self.open, self.marking = [], []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attributes):
        facts = dict(attributes)
        if self.inside():
            self.hidden += [facts[name] for name in ("alt", "title", "aria-label") if name in facts]
            if tag == "data":
                section = self.sections()[-1]
                self.marking.append([section, facts.get("data-claim", section), facts["data-of"], facts["value"], ""])
        if tag not in VOID:
            self.open.append((tag, facts.get("id")))

    def handle_endtag(self, tag):
        if tag == "data" and self.marking:
            self.marks.append(Mark(*self.marking.pop()))
        assert self.open.pop()[0] == tag

    def handle_data(self, data):
        if self.inside():
            self.text += data
            self.loose += "" if self.marking else data
            for one in self.marking:
                one[-1] += data

    def sections(self):
        return [name for tag, name in self.open if tag == "section"]

    def inside(self):
        """Whether this is a claims' part."""
        return any(name in SECTIONS for name in self.sections())


def resolve(found, of):
    """What stands at a path, as render.marks describes it."""
    for step in of.split("."):
        if isinstance(found, dict):
            found = found[step]
        elif step.isdigit():
            found = found[int(step)]
        elif "=" in step:
            name, value = step.split("=")
            found = [one for one in found if str(one[name]) == value]
        else:
            parts = [one[step] for one in found if one.get(step)]
            found = [one for part in parts for one in (part if isinstance(part, list) else [part])]
    return found


def told(found):
    """(the texts that a mark may have for what was found at its path, its machine-readable value)."""
    if isinstance(found, str):
        return {found}, ""
    if isinstance(found, list):
        return {f"{len(found)}", f"{len(found)} figures"}, str(len(found))
    if isinstance(found, dict):
        value = "" if found.get("estimate") is None else str(found["estimate"])
        return {says(found)}, value
    return {format_value(found), units.format_bytes(found), f"{found:.0%}"}, str(found)


def says(found):
    """An effect, a margin or a reading in words."""
    if "says" in found:
        return found["says"]
    return captions.format_margin(found["criterion"], found["margin"]) if "why" in found else captions.format_end(found)


def mistakes(page, claims, beside=None):
    """One line a number without a mark, and a mark whose text or value is not what stands at its place.

    `beside`: what more the paths of a claim may name, by its id.
    """
    parts, known = Parts(page), {claim["id"]: claim for claim in claims}
    for mark in parts.marks:
        if mark.section in known and mark.section != mark.claim:
            yield f"{mark.section}: a number of {mark.claim}"
        try:
            found = resolve(known[mark.claim] | (beside or {}).get(mark.claim, {}), mark.of)
        except (KeyError, IndexError, TypeError):
            yield f"{mark.claim}: nothing at {mark.of}"
            continue
        texts, value = told(found)
        if mark.of.startswith("effects.") and found["reading"] is not None:
            texts |= {chinese.effect(known[mark.claim], found)}  # held against the English line in test_chinese.py
        if mark.of.startswith("causes.") and isinstance(found, str):
            texts |= {translations.chinese(found)}  # held against the English text in test_translations.py
        if mark.text not in texts or mark.value != value:
            yield f"{mark.claim}: {mark.text!r} ({mark.value}) is not {mark.of}"
    unseen = [text for text in parts.hidden if text not in parts.text]
    for text in [*parts.loose.split("\n"), *unseen]:
        if DIGIT.search(without_names(text, known)):
            yield f"without a mark: {text.strip()}"


def without_names(text, names):
    """A text without the claims' names, which may have digits, and without the intervals' level."""
    for name in sorted([*names, LEVEL], key=len, reverse=True):
        text = text.replace(name, "")
    return text
