"""No text has an idiom of its own where the field has a word: a list that grows with what readers stumble over."""

import re
from pathlib import Path

import pytest

# What a reader has to read twice -> what to write instead.
WORDS = {
    r"saw what (?:they|it) expects?\b": "N checks passed",
    r"at worst, times the best": "worst-case slowdown",
    r"[\"|] ?mind ?[\"|]": "caveats",
    r"dies? of a signal": "is killed (SIGBUS)",
    r"changes are paid for": "where synchronisation is timed",
    r"(?:goes|shows) the whole way": "runs the whole pipeline",
    r"decides? nothing about": "too briefly to judge",
    r"\b[Ww]hoever (?:has|wants|would|follows|chooses)\b": "With …, run; or name the person",
    r"on trial are (?:found|looked for)": "are detected automatically",
    r"(?:have )?had before him": "Where the claim is true",
    r"the factor is the message's": "saves the message round trip",
    r"of a window only the last is kept": "Keep only the last copy",
    r"\bsurely\b": "for certain, at 95% confidence",
    r"\bforetold?\b|\bforetells\b": "predicted",
    r"all that is on trial\b": "everything that is measured",
    r"\bwidely read\b": "nothing: it is not known to be",
}
LEFT = [  # sentences that were written once
    "All 24 checks that ran saw what they expect; 3 could not be tried.",
    "| use | for | at worst, times the best | mind |",
    "its user dies of a signal instead of an exception",
    "ranked where its changes are paid for",
    "goes the whole way and decides nothing about speed",
    "Whoever has the environment says",
    "The interpreters on trial are found",
    "What the author may have had before him",
    "the factor is the message's, some tens of it",
    "Of the copies of a window only the last is kept",
    "A widely read article",
    "of 40 readings 24 surely hold",
]
TEXTS = [
    Path(name) for name in ("README.md", "METHODOLOGY.md", "CONTRIBUTING.md", "config/README.md", "profiles/README.md")
]
TEXTS += sorted(Path("docs").glob("*.md"))
TEXTS += [
    path for folder in ("html", "prose", "paper", "captions") for path in sorted(Path("report", folder).glob("*.*"))
]


def found(text):
    """The idioms of a text, with what to write instead."""
    flat = " ".join(text.split())
    return [f"{hit[0]!r}: {instead}" for idiom, instead in WORDS.items() for hit in re.finditer(idiom, flat)]


@pytest.mark.parametrize("text", TEXTS, ids=str)
def test_it_has_none_of_these_idioms(text):
    assert found(text.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("sentence", LEFT)
def test_the_list_knows_what_was_written_once(sentence):
    assert found(sentence)
