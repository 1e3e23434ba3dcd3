"""One text, two forms: HTML and typst say the same, and nothing in a text can break either."""

import re
from pathlib import Path

import pytest
import typst

from maintain import subset_font
from render import markdown

TEXT = (
    'First *one*, **two** and `a[0] #b`.\nSecond line; $x_1$ <tag> @ref //no comment.\n\n- an item\n- `code "quoted"`\n'
)


def test_html_is_that_of_commonmark():
    page = markdown.html(TEXT)
    assert "<em>one</em>" in page and "<code>a[0] #b</code>" in page and "&lt;tag&gt;" in page
    assert page.count("<li>") == 2


def test_typst_compiles_and_keeps_every_word():
    markup = markdown.typst(TEXT)
    assert typst.compile(markup.encode()).startswith(b"%PDF")
    assert '#raw("a[0] #b")' in markup and "_one_" in markup and "*two*" in markup
    assert r"\$x\_1\$ \<tag\> \@ref \/\/no comment" in markup
    assert len(re.findall(r"^- ", markup, re.MULTILINE)) == 2


@pytest.mark.parametrize(
    ("value", "told"), [(None, "–"), (float("nan"), "–"), (0.9312, "0.931"), (12.44, "12.4"), (4810.2, "4,810")]
)
def test_numbers_are_told_short(value, told):
    assert markdown.format_value(value) == told


def test_the_font_has_every_chinese_character_of_the_texts():
    from fontTools.ttLib import TTFont

    pass  # moved

    known = set(TTFont(subset_font.FONT)["cmap"].getBestCmap())
    assert [one for one in subset_font.characters() if ord(one) not in known] == []
    assert (Path(subset_font.FONT).parent / "OFL.txt").exists()


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("memory_bytes", 2**34, "memory: 16 GiB"),
        ("cgroup_memory_bytes", "none", "cgroup memory: none"),
        ("clock_step_seconds", 5e-8, "clock step: 50 ns"),
        ("governor", None, "governor: not told by the system"),
        ("cores", 2, "cores: 2"),
    ],
)
def test_facts_have_their_units(name, value, words):
    assert f"{markdown.fact_label(name)}: {markdown.format_fact(value, name)}" == words
