"""A file of claims is checked before anything runs: one line a mistake, with file, claim, key and what is allowed."""

import copy
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

FILE = Path("config/claims/article.yaml")
ARCHIVES = sorted(Path("results/published").glob("*/claims.yaml"))


def claim(document, name):
    return next(one for one in document["claims"] if one["id"] == name)


def with_change(change):
    """The repository's claims with a change made to their claim tenfold, and to the whole."""
    document = copy.deepcopy(yaml.safe_load(FILE.read_text(encoding="utf-8")))
    change(document, claim(document, "tenfold"))
    return yaml.safe_dump(document, allow_unicode=True)


def put(*keys, value):
    """A change that puts `value` at the keys of tenfold."""

    def change(document, place):
        for key in keys[:-1]:
            place = place[key]
        place[keys[-1]] = value

    return change


def drop(*keys):
    def change(document, place):
        for key in keys[:-1]:
            place = place[key]
        del place[keys[-1]]

    return change


NO_YAML = "claims: [\n"
MISTAKES = {
    "no YAML": (NO_YAML, "is no YAML"),
    "empty": ("", "(the whole): None is not allowed; allowed: a value of type object"),
    "no claims": (with_change(lambda document, _: document.pop("claims")), "claims: is missing; needed: claims"),
    "claims is no list": (
        with_change(lambda document, _: document.update(claims={"id": "x"})),
        "claims: {'id': 'x'} is not allowed; allowed: a value of type array",
    ),
    "a claim is no mapping": (
        with_change(lambda document, _: document["claims"].insert(0, "tenfold")),
        "claim 0: (the whole): 'tenfold' is not allowed; allowed: a value of type object",
    ),
    "unknown key": (
        with_change(put("colour", value=1)),
        "claim tenfold: colour: unknown key; allowed: advice, backend",
    ),
    "unknown key of a test": (
        with_change(put("tests", 0, "marign", value=1)),
        "claim tenfold: tests.0.marign: unknown key; allowed: among, criterion, margin, published, why",
    ),
    "a text as margin": (
        with_change(put("tests", 0, "margin", value="ten")),
        "tenfold: tests.0.margin: 'ten' is",
    ),
    "a pair the wrong way round": (
        with_change(put("tests", 1, "margin", value=[15, 6.7])),
        "claim tenfold: tests.1.margin: [15, 6.7] is not allowed; allowed for about_ratio: a pair of numbers",
    ),
    "a number for a pair": (
        with_change(put("tests", 1, "margin", value=10)),
        "claim tenfold: tests.1.margin: 10 is not allowed; allowed for about_ratio: a pair of numbers",
    ),
    "no margin": (
        with_change(drop("tests", 1, "margin")),
        "claim tenfold: tests.1.margin: is missing; allowed for about_ratio: a pair of numbers",
    ),
    "no readings": (
        with_change(drop("readings")),
        "claim tenfold: readings: is missing; at_least_ratio needs backends, largest, readings",
    ),
    "no quote": (with_change(drop("quote")), "claim tenfold: quote: is missing; needed: id, quote, english"),
    "empty quote": (
        with_change(put("quote", value="")),
        "claim tenfold: quote: '' is not allowed; allowed: a text",
    ),
    "no id": (with_change(drop("id")), ": id: is missing; needed: id, quote"),
    "no why": (with_change(drop("tests", 0, "why")), "claim tenfold: tests.0.why: is missing; needed: criterion, why"),
    "an unknown criterion": (
        with_change(put("tests", 0, "criterion", value="shrinks")),
        "claim tenfold: tests.0.criterion: 'shrinks' is not known; allowed: about_ratio, alike",
    ),
    "readings that the criterion can't use": (
        with_change(put("tests", 0, value={"criterion": "limit", "margin": [1, 2], "why": "x"})),
        "claim tenfold: elements: is missing; limit needs elements, limit_of",
    ),
    "a channel for a criterion that compares none": (
        with_change(lambda document, tenfold: tenfold.update(faster="via_pipe", tests=tenfold["tests"][1:])),
        "claim tenfold: faster: is not allowed with about_ratio; allowed with: at_least_ratio, somewhere_ratio",
    ),
    "a misspelt backend": (
        with_change(put("backends", 1, value="sharable_list")),
        "claim tenfold: backends: there is no backend 'sharable_list'; allowed: arrow_ipc",
    ),
    "a misspelt operation": (
        with_change(put("readings", 0, "operations", value=["red_item"])),
        "claim tenfold: readings.0.operations: there is no operation 'red_item'; allowed: append, attach",
    ),
    "a misspelt payload": (
        with_change(put("readings", 0, "payload", value="atoms")),
        "claim tenfold: readings.0.payload: there is no payload 'atoms'; allowed: "
        "array, blob, items, mapping, small_items",
    ),
    "an id given twice": (
        with_change(lambda document, tenfold: document["claims"].append(tenfold)),
        "claim tenfold: id: is given twice; allowed: each id once",
    ),
    "a misspelt element": (
        with_change(
            lambda document, _: next(c for c in document["claims"] if "elements" in c).update(elements=["byte"])
        ),
        "claim shareablelist-10mb: elements: there is no element 'byte'; allowed: bytes, floats",
    ),
    "a margin that every change is within": (
        with_change(lambda document, _: claim(document, "manager-flat")["tests"][0].update(margin=1.0)),
        "claim manager-flat: tests.0.margin: 1.0 is not allowed; allowed for flat: a number above 1",
    ),
    "a span the wrong way round": (
        with_change(lambda document, _: document["span"].reverse()),
        "span: [",
    ),
    "a backend against itself": (
        with_change(put("causes", 0, "shown_by", 0, "ratio", value=["shared_memory", "shared_memory"])),
        "causes.0.shown_by.0.ratio: ['shared_memory', 'shared_memory'] is not allowed; allowed: each value once",
    ),
    "bounds that nothing meets": (
        with_change(lambda document, tenfold: tenfold["causes"][0]["shown_by"][0].update(at_least=9, at_most=3)),
        "claim tenfold: causes.0.shown_by.0.at_most: 3 is not allowed; allowed: more than at_least",
    ),
    "no bound": (
        with_change(
            lambda document, tenfold: [
                tenfold["causes"][0]["shown_by"][0].pop(key, 0) for key in ("at_least", "at_most")
            ]
        ),
        "claim tenfold: causes.0.shown_by.0: is without a bound; allowed: at_least, at_most, or both",
    ),
    "a ratio of nothing": (
        with_change(lambda document, tenfold: tenfold["causes"][0]["shown_by"][0].pop("ratio")),
        "claim tenfold: causes.0.shown_by.0: is no comparison; needed: ratio and size, or backend and sizes",
    ),
    "a ratio of two kinds": (
        with_change(put("causes", 0, "shown_by", 0, "sizes", value=[1024, 64])),
        "claim tenfold: causes.0.shown_by.0: is no comparison; needed: ratio and size, or backend and sizes",
    ),
    "a misspelt backend of two sizes": (
        with_change(
            lambda document, _: claim(document, "shm-grows")["causes"][0]["shown_by"][0].update(backend="narow_reads")
        ),
        "claim shm-grows: causes.0.shown_by.backend: there is no backend 'narow_reads'; allowed: arrow_ipc",
    ),
    "a cause without evidence": (
        with_change(lambda document, tenfold: tenfold["causes"].append({"text": "because"})),
        "is without evidence; needed: shown_by or limits",
    ),
    "one piece of advice for all": (
        with_change(
            lambda document, _: [
                c["advice"].update(large=c["advice"]["small"]) for c in document["claims"] if "advice" in c
            ]
        ),
        "advice.large: 'shareable_list' is not allowed; allowed: another backend than advice.small",
    ),
    "a blank quote": (
        with_change(put("quote", value=" ")),
        "claim tenfold: quote: ' ' is not allowed; allowed: a text that",
    ),
    "an id that is a path": (
        with_change(put("id", value="../tenfold")),
        "id: '../tenfold' is not allowed; allowed: The claim's name",
    ),
    "no tests": (with_change(drop("tests")), "claim tenfold: tests: is missing; a claim needs one test or more"),
    "a question that is decided": (
        with_change(put("kind", value="question")),
        "claim tenfold: backends: is not allowed for a question; allowed: causes, english, id, kind",
    ),
    "a question without its rivals": (
        with_change(lambda document, _: claim(document, "better-mechanism").pop("than")),
        "claim better-mechanism: than: is missing; a question needs",
    ),
    "a headline of too many conditions": (
        with_change(lambda document, tenfold: tenfold["headline"].extend(tenfold["headline"])),
        "claim tenfold: headline: ",
    ),
    "a headline without its operation": (
        with_change(drop("headline", 0, "operation")),
        "claim tenfold: headline.0.operation: is missing; at_least_ratio needs operation, payload",
    ),
    "a headline with a misspelt operation": (
        with_change(put("headline", 0, "operation", value="raed")),
        "claim tenfold: headline.0.operation: there is no operation 'raed'; allowed: append, attach",
    ),
    "a version in a headline": (
        with_change(put("headline", 0, "interpreters", value="3.13")),
        "claim tenfold: headline.0.interpreters: '3.13' is not allowed; allowed: newest, oldest",
    ),
    "a cause twice": (
        with_change(lambda document, tenfold: tenfold["causes"].append(tenfold["causes"][0])),
        "is not allowed; allowed: each value once",
    ),
    "limits of a claim that looks for none": (
        with_change(put("causes", 0, "limits", value=[{"element": "ints", "at_least": 1}])),
        "claim tenfold: causes.0.limits: is not allowed; allowed with: limit_of",
    ),
    "a bound that everything meets": (
        with_change(put("causes", 0, "shown_by", 0, "at_least", value=0)),
        "claim tenfold: causes.0.shown_by.0.at_least: 0 is not allowed; allowed: more than 0",
    ),
    "a question's cause with no bound": (
        with_change(
            lambda document, _: claim(document, "better-mechanism")["causes"][1]["shown_by"][0].pop("at_least")
        ),
        "claim better-mechanism: causes.1.shown_by.0: is without a bound",
    ),
    "a key that no test reads": (
        with_change(put("backend", value="manager_list")),
        "claim tenfold: backend: is not allowed with at_least_ratio, about_ratio; none of the claim's tests reads it",
    ),
    "words for a check that is none": (
        with_change(put("seen", value="nothing")),
        "claim tenfold: seen: is not allowed with at_least_ratio, about_ratio; none of the claim's tests reads it",
    ),
    "rivals of a ratio": (
        with_change(put("tests", 0, "among", value="all")),
        "claim tenfold: tests.0.among: is not allowed with at_least_ratio; allowed with: regret",
    ),
    "an id that no file can be named by": (
        with_change(put("id", value="x" * 61)),
        "is not allowed; allowed: at most 60 characters",
    ),
    "a rival in two lines": (
        with_change(put("versus", value="a\nManager")),
        "claim tenfold: versus: 'a\\nManager' is not allowed; allowed: one line that is not empty",
    ),
    "a misspelt check": (
        with_change(lambda document, _: document["claims"][0].update(checks="builtin")),
        "claim builtin-since-3.8: checks: there is no check 'builtin'; allowed: builtin-since-3.8, isolated",
    ),
}


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
