"""Each source of report/references.yml is cited in the paper, and says who, what and where."""

import re
from pathlib import Path

import yaml

from render import bibliography, context

ENTRIES = yaml.safe_load((context.REPORT / "references.yml").read_text(encoding="utf-8"))
CITED = re.compile(r'cite\("([\w-]+)"\)')


def prose_of_paper():
    """What the paper includes of report/prose."""
    templates = "".join(path.read_text(encoding="utf-8") for path in Path(context.REPORT, "paper").glob("*.j2"))
    names = sorted(set(re.findall(r'prose\("(\w+)"\)', templates)))
    return "".join((context.REPORT / "prose" / f"{name}.md.j2").read_text(encoding="utf-8") for name in names)


def test_each_source_is_cited_and_each_citation_has_a_source():
    assert set(CITED.findall(prose_of_paper())) == set(ENTRIES)


def test_each_source_has_a_title_and_all_but_the_article_an_address():
    told = bibliography.read(context.REPORT)
    assert [key for key, entry in told.items() if not entry["link"]] == ["article"]
    assert all(ENTRIES[key]["title"] in entry["text"] for key, entry in told.items())


def test_no_title_stands_twice():
    titles = [entry["title"] for entry in ENTRIES.values()]
    assert len(titles) == len(set(titles))
