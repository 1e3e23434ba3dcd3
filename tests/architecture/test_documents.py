"""The paths that the documents name are there, and each fault has a test."""

import re
from pathlib import Path

import pytest

from judge import claims

DOCUMENTS = [
    Path(name) for name in ("README.md", "METHODOLOGY.md", "CONTRIBUTING.md", "config/README.md", "profiles/README.md")
]
FAULTS, CLAIMS, GUIDE = Path("docs/faults.md"), Path("docs/claims.md"), Path("docs/put-a-claim-on-trial.md")
DOCUMENTS += [FAULTS, CLAIMS, GUIDE]
DOCUMENTS += [*Path("report/prose").glob("*.j2"), *Path("report/html").glob("*.j2"), *Path("report/paper").glob("*.j2")]
PATH = re.compile(r"(?<![\w/])(?:scripts|tests|rules|config|docs|report|environments|profiles)/[\w./-]*\w")
EXAMPLE = re.compile("NAME|mysite")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_every_path_that_is_named_is_there(document):
    paths = set(PATH.findall(document.read_text(encoding="utf-8")))
    gone = sorted(path for path in paths if not EXAMPLE.search(path) and not Path(path).exists())
    assert gone == []


def test_each_fault_has_what_happens_and_a_test():
    rows = [line for line in FAULTS.read_text(encoding="utf-8").splitlines() if line.startswith("| ")][1:]
    cells = [[cell.strip() for cell in row.strip("|").split(" | ")] for row in rows]
    assert [row for row in cells if len(row) != 3 or not all(row)] == []
    named = [re.findall("`([^`]+)`", test) for _, _, test in cells]
    assert [row for row, tests in zip(rows, named, strict=True) if not any(map(is_test, tests))] == []


def is_test(name):
    """Whether it is the path of a test, or `make` and what runs one."""
    return Path(name).exists() if name.startswith("tests/") else name.startswith("make ")


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_each_example_of_the_guide_may_stand_in_a_file_of_claims(tmp_path, number):
    whole, entries = EXAMPLES[0], EXAMPLES[number] if number else ""
    path = tmp_path / "mine.yaml"
    path.write_text(whole + entries, encoding="utf-8")
    document = claims.load(path)
    claims.check_source(path, document)
    claims.check_claims(path, document)


def test_the_guide_has_an_example_of_each_criterion():
    named = re.findall(r"criterion: (\w+)", "".join(EXAMPLES))
    assert set(named) == set(claims.CRITERIA)


@pytest.mark.parametrize("page", [FAULTS, CLAIMS, GUIDE], ids=str)
def test_the_readme_links_to_the_faults_and_the_claims(page):
    assert f"]({page})" in Path("README.md").read_text(encoding="utf-8")


def test_the_readme_s_mechanism_finds_what_it_imports():
    example = re.search(r"```python\n(.*?)```", Path("README.md").read_text(encoding="utf-8"), re.DOTALL)[1]
    names = {}
    exec(compile(example, "locked_list.py", "exec"), names)
    assert names["Backend"].__doc__


README_WORDS = 900


def words(markdown):
    """The words that a reader of Markdown sees: no marks, no addresses, no drawing of a table."""
    text = re.sub(r"<!--.*?-->", " ", markdown, flags=re.DOTALL)
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return [word for word in text.split() if re.search(r"\w", word)]


def test_the_readme_is_short_before_it_comes_to_extending():
    before, _, _ = Path("README.md").read_text(encoding="utf-8").partition("\n## Extend")
    assert len(words(before)) <= README_WORDS


def test_both_readmes_tell_the_same_facts():
    english, chinese = (Path(name).read_text(encoding="utf-8") for name in ("README.md", "README.zh.md"))
    for text in (english, chinese):
        assert "《python多进程共享变量使用技巧》" in text and "`make report` | `snakemake --cores 2`" in text
    verdicts = [re.findall(r"docs/[\w-]+\.html#([\w.-]+)", text) for text in (english, chinese)]
    assert verdicts[0] == verdicts[1] and len(verdicts[0]) == 9  # a row each
    answers = [re.search(r"<!-- answer -->\n(.*?)\n<!-- end -->", text, re.DOTALL)[1] for text in (english, chinese)]
    numbers = [sorted(re.findall(r"\d[\d,.]*\d", text)) for text in answers]
    assert numbers[0] == numbers[1] and len(numbers[0]) > 2
