"""What the page says of other sources than the article."""

import json

from render import html, markdown

CLAIM = {"id": "a", "quote": "Queues are <slow>", "english": "twice the time", "verdict": "holds", "short": "3 times."}
CLAIM |= {"margins": [{"criterion": "about_ratio", "margin": [1.5, 3.0], "why": "slow is twice the time"}]}
SOURCE = {"title": "A blog", "author": None, "address": "https://example.org/q", "date": "2024", "claims": [CLAIM]}
MACROS = '{% from "macros.html.j2" import verdict_mark, wide_table %}'


def section(sources):
    """The section of the sources, as the page has it."""
    pages = markdown.environment(html.FOLDER, autoescape=True)
    return pages.from_string(f'{MACROS}{{% include "sources.html.j2" %}}').render(sources=sources)


def test_each_source_has_a_table_with_quotation_verdict_and_effect():
    text = section([SOURCE, SOURCE | {"title": "A talk", "address": None, "author": "Somebody", "date": None}])
    assert '<a href="https://example.org/q">A blog</a>' in text and "author not named, 2024." in text
    assert "<h3>A talk</h3>" in text and "Somebody, undated." in text
    for words in ("“Queues are &lt;slow&gt;”", "twice the time", "holds", "3 times.", "about_ratio, 1.5 to 3"):
        assert text.count(words) >= 2, words


def test_a_run_of_the_article_alone_has_no_such_section():
    assert section([]).strip() == ""


def test_the_terminal_s_table_has_them_last():
    lines = html.text([CLAIM | {"id": "own"}], json.loads(json.dumps([SOURCE]))).splitlines()
    assert [line.split()[0] for line in lines] == ["own", "a"]
