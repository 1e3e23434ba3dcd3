"""Each text of the configuration that the Chinese page tells has its translation, with the same numbers."""

import re

import pytest
import yaml

from render import translations
from support.validation import load_yaml

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def told():
    """All English texts that the page tells in Chinese: (where, text)."""
    claims, safety, jobs = (load_yaml(f"config/{name}.yaml") for name in ("claims/article", "safety", "workloads"))
    for claim in claims["claims"]:
        yield from ((claim["id"], cause["text"]) for cause in claim.get("causes", []))
    yield from ((name, probe["reason"]) for name, probe in safety["probes"].items() if "reason" in probe)
    yield from ((job["id"], job["job"]) for job in jobs["workloads"])


@pytest.mark.parametrize(("where", "text"), told())
def test_a_text_is_told_in_chinese_with_no_other_numbers(where, text):
    chinese = translations.chinese(text)
    assert re.search(r"[\u4e00-\u9fff]", chinese), where
    assert set(NUMBER.findall(chinese)) <= set(NUMBER.findall(text)), where


def test_no_translation_is_left_of_a_text_that_is_gone():
    known = {translations.flat(text) for _, text in told()}
    assert sorted(translations.texts().keys() - known) == []


def test_two_texts_are_not_translated_under_one_key():
    entries = yaml.safe_load(translations.TEXTS.read_text(encoding="utf-8"))
    assert len(entries) == len(translations.texts())


def test_what_has_no_translation_is_told_in_english_and_says_so():
    assert translations.chinese("A <new> text") == '<span lang="en">A &lt;new&gt; text</span>'
