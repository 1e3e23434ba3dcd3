"""There is one answer: README, page, paper, Chinese text and command line take it from a run's verdicts.json."""

import json
import re
from collections import defaultdict
from pathlib import Path

import pytest

from judge.workloads.choice import MARGIN
from maintain import splice_docs
from render import advise, context, markdown
from render.tables import recommendations, workloads

RUN = splice_docs.newest_ranking()
README = (splice_docs.ROOT / "README.md").read_text(encoding="utf-8")
SECTION = re.search(r"## What to use instead\n(.*?)\n## ", README, re.DOTALL)[1]
VERDICTS = json.loads(RUN.read_text(encoding="utf-8"))
ADVISED = {
    answer["id"]: answer["choice"]["recommended"]
    for answer in VERDICTS["workloads"]["answers"]
    if answer["choice"]["recommended"]
}
JOBS = workloads.to_context(VERDICTS["workloads"])


def prose(name):
    """A piece of the report's prose, of the run of all mechanisms."""
    answer = recommendations.to_context(VERDICTS["answer"], VERDICTS["claims"], VERDICTS["run"])
    values = defaultdict(list, answer=answer, jobs=JOBS, margin=MARGIN, claims=VERDICTS["claims"], run=VERDICTS["run"])
    values |= {"pythons": [], "counts": [], "verdicts_zh": {}, "cite": lambda name: ""}
    return markdown.text(context.REPORT, name, values)


def mechanisms_of_old_advice():
    """What the fewest recommendations would have one use, and no job's answer does."""
    names = {name for kind in ("advice", "safe_advice") for name in VERDICTS["answer"][kind]["mechanisms"]}
    return names - set(ADVISED.values())


def test_the_run_of_all_mechanisms_advises_something_for_each_job_that_shares_an_object():
    assert {"large-array", "counters", "large-object", "settings"} <= set(ADVISED)
    assert mechanisms_of_old_advice()  # or the tests below would see nothing


def test_the_readmes_table_has_the_run_s_answers():
    rows = {job["job"]: job for job in JOBS}
    pattern = r"^\| (.*?) \| (?:\*\*(\w+)\*\* \(\[recipe\]\((\S+)\)\)|(.*?)) \| (.*?) \|"
    told = {job: rest for job, *rest in re.findall(pattern, SECTION, re.MULTILINE)}
    assert rows.keys() < told.keys()
    for job, row in rows.items():
        use, recipe, other, time = told[job]
        if row["use"]:
            assert Path(recipe).exists() and use == row["use"]["backend"] and row["use"]["time"].startswith(time)
        else:
            assert use == "" and other.startswith("nothing yet")


def test_the_chinese_readme_has_the_same_table():
    chinese = Path("README.zh.md").read_text(encoding="utf-8")
    tables = [re.search(r"<!-- instead -->\n(.*?)<!-- end -->", text, re.DOTALL)[1] for text in (README, chinese)]
    row = re.compile(r"\| [^|]* \| [^|a-z]*(?:nothing yet \()?([a-z_0-9]+)[^|]* \| (\d[^|]*) \|")
    english, other = (row.findall(table) for table in tables)
    assert len(english) >= len(JOBS) and english == other


def test_the_readme_advises_nothing_else():
    """Neither in bold, nor by a sentence that says to take it."""
    assert set(re.findall(r"\*\*(\w+)\*\*", SECTION)) == set(ADVISED.values())
    assert "standings" not in SECTION and not re.search(r"\btake a \w+|\bstands first\b", SECTION)


@pytest.mark.parametrize("name", ["answer", "abstract", "zh"])
def test_page_paper_and_chinese_text_have_the_run_s_answers(name):
    """Both page and paper are filled in from these pieces."""
    text = prose(name)
    for job in JOBS:
        assert job["use"]["backend"] in text and job["use"]["time"] in text, job["id"]
    advised = set(re.findall(r"\*\*([a-z_0-9]+)\*\*", text))
    assert not advised & mechanisms_of_old_advice()


@pytest.mark.parametrize("name", ADVISED)
def test_the_command_line_says_the_same(name):
    words = advise.parse([f"WORKLOAD={name}"])
    found = advise.best(advise.asked(words), words)
    assert found.run == RUN.parent and found.answer.choice.recommended == ADVISED[name]
