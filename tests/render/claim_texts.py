"""What a text without marks may say of a claim: strings of verdicts.json, and its numbers as rounded."""

import re

from render.figures import captions
from render.markdown import format_value
from render.tables import verdicts
from support import units
from tests.render.claim_parts import LEVEL

# What a typesetter sets otherwise: spaces, hyphens and quotation marks.
TYPOGRAPHY = re.compile("[\\s\u00ad\\-\u2013\u2014'\"\u2018\u2019\u201c\u201d]")
NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)*")


def bare(text):
    """A text without what a typesetter sets otherwise."""
    return TYPOGRAPHY.sub("", text)


def strings(claim):
    """All that may be told of a claim: its texts, readings with their conditions, margins, and what is counted."""
    readings = claim["readings"]
    found = {claim[name] for name in ("id", "quote", "english", "short", "statement", "true_for")}
    found |= {cause["text"] for cause in claim["causes"]}
    found |= {captions.format_end(one) for one in readings if one["estimate"] is not None}
    found |= {captions.format_margin(one["criterion"], one["margin"]) for one in claim["margins"] if one["margin"]}
    drifting = sum(one["steadiness"] == "drifting" for one in readings)
    turned = sum(bool(one["less_loop"]) and one["less_loop"]["turned"] for one in readings)
    if count := claim["count"]:
        found |= {"{true} of {declared} readings hold, {false} fail".format(**count), verdicts.format_count(claim)}
    return found | {f"{count} of its {len(readings)} readings" for count in (drifting, turned)}


def left_over(text, allowed):
    """The numbers of a text that are in none of the allowed strings, nor the level of an interval."""
    text = bare(text)
    for one in sorted(map(bare, {*allowed, LEVEL, "hold together at 95%"} - {""}), key=len, reverse=True):
        text = text.replace(one, " ")
    return NUMBER.findall(text)


def numbers_of_evidence(one):
    """The numbers that may be told of a figure that a cause rests on, as rounded."""
    values = [one.get(name) for name in ("estimate", "low", "high", "at_least", "at_most")]
    sizes = one.get("sizes", [one["size"]] if "size" in one else [])
    told = [format_value(value) for value in values] + [units.format_bytes(size) for size in sizes]
    return {number for text in [*told, one["interpreter"]] for number in NUMBER.findall(text)}
