"""The paths that the documents name are there."""

import re
from pathlib import Path

import pytest

DOCUMENTS = [
    Path(name) for name in ("README.md", "METHODOLOGY.md", "CONTRIBUTING.md", "config/README.md", "profiles/README.md")
]
DOCUMENTS += [*Path("report/prose").glob("*.j2"), *Path("report/html").glob("*.j2"), *Path("report/paper").glob("*.j2")]
PATH = re.compile(r"(?<![\w/])(?:scripts|tests|rules|config|docs|report|environments|profiles)/[\w./-]*\w")
EXAMPLE = re.compile("NAME|mysite")


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_every_path_that_is_named_is_there(document):
    paths = set(PATH.findall(document.read_text(encoding="utf-8")))
    gone = sorted(path for path in paths if not EXAMPLE.search(path) and not Path(path).exists())
    assert gone == []


def test_the_readme_s_mechanism_finds_what_it_imports():
    example = re.search(r"```python\n(.*?)```", Path("README.md").read_text(encoding="utf-8"), re.DOTALL)[1]
    names = {}
    exec(compile(example, "locked_list.py", "exec"), names)
    assert names["Backend"].__doc__
