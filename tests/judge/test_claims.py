"""A file of claims is checked before anything runs, one line a mistake, and beside those of other sources."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from judge import claims
from judge.criteria import CRITERIA
from support.validation import BadInput
from tests.judge.claim_mistakes import FILE, MISTAKES, drop, put, with_change

ARCHIVES = sorted(Path("results/published").glob("*/claims.yaml"))


def assert_refused(path, text, words):
    """A file of claims with this text is refused by one line, which has these words."""
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        claims.check_names(path)
    line = str(caught.value)
    assert line.startswith(f"{path}: ") and words in line and "\n" not in line


@pytest.mark.parametrize(("text", "words"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_one_line(tmp_path, text, words):
    assert_refused(tmp_path / "claims.yaml", text, words)


MINE = {
    "source": {"title": "A blog", "author": None, "address": "https://example.org", "date": "2024"},
    "claims": [
        {
            "id": "mine",
            "quote": "…",
            "english": "…",
            "tests": [{"criterion": "probed", "why": "…"}],
            "probes": [{"probe": "threads", "backends": ["lmdb"], "answers": ["yes"]}],
        }
    ],
}


def beside(tmp_path, **change):
    """The repository's own file, and another source's with a change."""
    path = tmp_path / "mine.yaml"
    path.write_text(yaml.safe_dump({key: value for key, value in {**MINE, **change}.items() if value}))
    return [FILE, path]


def test_another_source_is_judged_beside(tmp_path):
    claims.check_names(*beside(tmp_path))
    own, mine = claims.load_all(beside(tmp_path))
    assert own == claims.load(FILE) and mine == MINE


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"source": None}, "source: is missing; needed: title, author, address, date"),
        ({"source": {"title": "A blog"}}, "source.author: is missing; needed: title, author, address, date"),
        ({"source": MINE["source"] | {"address": "a blog"}}, "source.address: 'a blog' is not allowed; allowed: "),
        ({"source": MINE["source"] | {"date": 2024}}, "source.date: 2024 is not allowed; allowed: "),
        ({"span": [1, 2]}, "span: is not allowed; growth is stated over that of the first file of claims"),
        (
            {"claims": [MINE["claims"][0] | {"id": "tenfold"}]},
            f"claim tenfold: id: is that of a claim in {FILE}; allowed: each id once",
        ),
    ],
)
def test_a_source_that_fits_to_no_other_is_one_line(tmp_path, change, words):
    paths = beside(tmp_path, **change)
    with pytest.raises(BadInput) as caught:
        claims.check_names(*paths)
    assert str(caught.value).startswith(f"{paths[1]}: {words}")


def test_the_first_file_says_the_span(tmp_path):
    path = beside(tmp_path)[1]
    with pytest.raises(BadInput, match="mine.yaml: span: is missing; needed in the first file of claims"):
        claims.check_names(path)


@pytest.mark.parametrize("paths", [None, [], "config/claims/article.yaml", [1]])
def test_what_is_no_list_of_files_is_told_with_the_configuration(paths):
    claims.check_or_exit(paths)


def test_a_file_that_is_not_there_is_one_line():
    with pytest.raises(SystemExit, match="gone.yaml: can't be read: No such file"):
        claims.check_or_exit([str(FILE), "gone.yaml"])


def test_the_other_sources_are_sound_and_many():
    others = sorted(set(Path("config/claims").glob("*.yaml")) - {FILE})
    claims.check_names(FILE, *others)
    found = [claim for document in claims.load_all([FILE, *others])[1:] for claim in document["claims"]]
    assert len(others) >= 10 and len(found) >= 40
    assert all(test["why"] for claim in found for test in claim["tests"])
    assert claims.load(FILE)["source"]["title"]


@pytest.mark.parametrize("path", [FILE, *ARCHIVES], ids=str)
def test_the_repository_s_own_and_those_of_every_archive_are_sound(path):
    claims.check_names(path)
    assert all(test["why"] for one in claims.load(path)["claims"] for test in one.get("tests", []))


def test_what_an_archive_names_may_have_gone_since(tmp_path):
    path = tmp_path / "claims.yaml"
    path.write_text(with_change(put("backends", 1, value="gone")), encoding="utf-8")
    assert claims.load(path)


def test_the_criteria_are_those_that_the_judge_has():
    assert set(claims.CRITERIA) == set(CRITERIA)


def test_a_run_ends_with_the_line_before_anything_is_made(tmp_path):
    for part in ("Snakefile", "rules", "scripts", "config", "report", "profiles", "environment.yml"):
        copy_part = shutil.copytree if os.path.isdir(part) else shutil.copy
        copy_part(part, tmp_path / part)
    (tmp_path / "config/claims/article.yaml").write_text(with_change(drop("quote")), encoding="utf-8")
    command = [sys.executable, "-m", "snakemake", "--dry-run", "--cores", "1", "--configfile", "config/quick.yaml"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120)
    assert done.returncode != 0 and "Traceback" not in done.stderr
    assert "config/claims/article.yaml: claim tenfold: quote: is missing" in done.stderr + done.stdout
    assert not (tmp_path / "results").exists()
