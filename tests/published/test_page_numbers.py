"""Each number of the page's claims' parts is marked with its claim and its place in verdicts.json, and stands there."""

import json
import re
import shutil
from pathlib import Path

import pandas as pd
import pytest
import yaml

from maintain import splice_docs
from render import context, html
from render.tables import costs
from support.run_folder import RunFolder
from tests.render.claim_parts import Parts, mistakes

RUNS = [splice_docs.newest_archive().parent, splice_docs.newest_ranking().parent]
BUILDS = " Times of different Pythons are not comparable: 3.15 is built with PGO, 3.8 without."


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Archive -> (page, claims, what is in summary.csv alone, Chinese page), with empty pictures."""
    return {folder.name: render(folder, tmp_path_factory.mktemp("run")) for folder in RUNS}


def render(folder, out):
    """The page of an archive, in `out`."""
    shutil.copytree(folder, out, ignore=shutil.ignore_patterns("*.parquet"), dirs_exist_ok=True)
    run = RunFolder(out)
    verdicts = json.loads(run.verdicts.read_text(encoding="utf-8"))
    time_loops(verdicts["claims"])
    drift(verdicts["claims"])
    run.verdicts.write_text(json.dumps(verdicts), encoding="utf-8")
    draw_nothing(run, BUILDS if folder == RUNS[0] else "")
    place_messages(run)
    values = context.read_values(run, run)
    summary = pd.read_csv(run.summary, dtype={"interpreter": str})
    beside = {claim["id"]: {"summary": shares(claim, summary)} for claim in verdicts["claims"]}
    return html.page(values, html.PAGE), verdicts["claims"], beside, html.page(values, html.CHINESE)


def time_loops(claims):
    """Every reading of times has one less the loop's; each claim's first one says the opposite."""
    for claim in claims:
        for place, one in enumerate(claim["readings"]):
            one["less_loop"] = {"estimate": 1.234, "turned": not place, "verdict": "fails"} if one["logs"] else None


def drift(claims):
    """Each claim's first reading drifts."""
    for claim in claims:
        for one in claim["readings"][:1]:
            one["steadiness"] = "drifting"


def draw_nothing(run, builds):
    """An empty picture for each archived caption; one of them tells of builds."""
    run.figures.mkdir()
    words = json.loads((run.path / "captions.json").read_text(encoding="utf-8"))
    for name, one in words.items():
        one["note"] += builds if name == "shm-grows" else ""
        one.pop("parts", None)  # which an empty picture doesn't have
        (run.figures / f"{name}.svg").write_text('<svg width="300pt"/>', encoding="utf-8")
        (run.figures / f"{name}.csv").write_text("", encoding="utf-8")
    (run.figures / "captions.json").write_text(json.dumps(words), encoding="utf-8")


def place_messages(run):
    """Of some conditions a quarter of the batches ended on one processor, of the others three quarters."""
    rows = pd.read_csv(run.summary, dtype={"interpreter": str})
    rows["one_processor_share"] = [0.25 + place % 2 / 2 for place in range(len(rows))]
    rows.assign(one_processor_seconds=1e-6, apart_seconds=1e-6).to_csv(run.summary, index=False)


def shares(claim, summary):
    """What a claim tells of where its messages ran."""
    read = costs.shares_read(claim, summary)
    return {"one_processor_share": {"median": read.median(), "min": read.min(), "max": read.max()}}


@pytest.mark.parametrize("run", [folder.name for folder in RUNS])
def test_every_number_of_a_claim_is_marked_and_is_that_of_verdicts_json(pages, run):
    page, claims, beside, _ = pages[run]
    assert list(mistakes(page, claims, beside)) == []
    places = {(mark.claim, mark.of) for mark in Parts(page).marks}
    for claim in claims:
        told = {f"readings.{place}.estimate" for place, one in enumerate(claim["readings"]) if one["estimate"]}
        told |= {f"effects.{place}" for place, one in enumerate(claim["effects"]) if one["estimate"]}
        assert {(claim["id"], of) for of in {"short", "english", "quote", *told}} <= places


@pytest.mark.parametrize("run", [folder.name for folder in RUNS])
def test_the_chinese_page_tells_the_same_numbers_of_every_claim(pages, run):
    page, claims, beside, chinese = pages[run]
    assert list(mistakes(chinese, claims, beside)) == []
    told = [{(mark.claim, mark.of) for mark in Parts(one).marks if ".estimate" in mark.of} for one in (page, chinese)]
    assert told[1] and {one for one in told[0] - told[1] if "less_loop" not in one[1]} == set()


def test_the_published_page_is_that_of_the_newest_default_run():
    """Its prose may be older than today's templates; its numbers may not be older than the archive's."""
    folder = RUNS[0]
    claims = json.loads((folder / "verdicts.json").read_text(encoding="utf-8"))["claims"]
    summary = pd.read_csv(folder / "summary.csv", dtype={"interpreter": str})
    for name in ("index.html", "report-zh.html"):
        page = Path("docs", name).read_text(encoding="utf-8")
        assert (
            list(mistakes(page, claims, {claim["id"]: {"summary": shares(claim, summary)} for claim in claims})) == []
        )
        assert {mark.claim for mark in Parts(page).marks} == {claim["id"] for claim in claims}


def test_what_the_article_says_and_why_a_margin_is_chosen_are_those_of_claims_yaml(pages):
    page, *_ = pages[RUNS[0].name]
    rules = yaml.safe_load((RUNS[0] / "claims.yaml").read_text(encoding="utf-8"))["claims"]
    own = {(rule["id"], " ".join(str(rule[name]).split())) for rule in rules for name in ("quote", "english")}
    own |= {(rule["id"], " ".join(test["why"].split())) for rule in rules for test in rule.get("tests", [])}
    marks = [mark for mark in Parts(page).marks if re.fullmatch(r"quote|english|margins\.\d+\.why", mark.of)]
    assert {(mark.claim, mark.text) for mark in marks} == own


@pytest.fixture(scope="module")
def section(pages):
    """(the part of one claim, the claims, what is in summary.csv alone): small, to be broken."""
    page, claims, beside, _ = pages[RUNS[0].name]
    own = re.search('<section id="shm-grows">.*?</section>', page, re.DOTALL)[0]
    return f'<section id="results">{own}</section>', claims, beside


@pytest.mark.parametrize(
    "of",
    [
        "short",
        "readings",
        "readings.0.estimate",
        "readings.1.low",
        "readings.2.conditions.interpreter",
        "readings.3.conditions.size.0",
        "readings.0.less_loop.estimate",
        "readings.steadiness=drifting",
        "readings.less_loop.turned=True",
        "margins.0",
        "margins.0.margin",
        "causes.TOLD.text",
        "causes.agrees=True.evidence",
        "summary.one_processor_share.max",
    ],
)
def test_a_mark_that_is_dropped_and_a_number_that_is_changed_are_found(section, of):
    page, claims, beside = section
    assert list(mistakes(page, claims, beside)) == []
    (causes,) = [claim["causes"] for claim in claims if claim["id"] == "shm-grows"]
    of = of.replace("TOLD", str([cause["agrees"] for cause in causes].index(True)))
    start, text, end = re.search(f'(<data [^>]*data-of="{re.escape(of)}">)(.*?)(</data>)', page, re.DOTALL).groups()
    if of != "short":  # which holds others
        assert list(mistakes(page.replace(start + text + end, text, 1), claims, beside))
    changed = re.sub(r"(?<![&#])\d(?!\d*;)", lambda digit: str((int(digit[0]) + 1) % 10), text, count=1)
    assert changed != text
    assert list(mistakes(page.replace(start + text, start + changed, 1), claims, beside))
    assert list(mistakes(page.replace(f'data-of="{of}"', 'data-of="readings.999.low"', 1), claims, beside))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("</section>", "<p>3 times as fast</p></section>"),
        ('alt="', 'alt="×7 '),
        ('data-of="short"', 'data-claim="tenfold" data-of="short"'),
        ('value="2"', 'value="3"'),
    ],
)
def test_a_number_outside_of_marks_and_one_of_another_claim_are_found(section, old, new):
    page, claims, beside = section
    assert old in page
    assert list(mistakes(page.replace(old, new, 1), claims, beside))
