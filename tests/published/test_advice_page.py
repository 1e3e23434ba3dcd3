"""The page's answer is the judge's: the same sums, the same choice; a question stands in the address."""

import csv
import json
import random
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from judge.workloads import questions
from judge.workloads.cost import HANDED_AT_START
from judge.workloads.model import Gap, Mechanism, Part
from judge.workloads.tasks import TASKS, Life
from maintain import splice_docs
from render.tables import advisor
from support import units
from tests.published.test_page import BROWSER, CHROMIUM, LACKING

pytestmark = pytest.mark.browser

RUN = splice_docs.newest_ranking()


@pytest.fixture(scope="module")
def held():
    if RUN is None:
        pytest.skip("no run was published")
    document = json.loads(RUN.read_text(encoding="utf-8"))
    return document["workloads"], document["memory"]


def newest(workloads):
    return max((one["interpreter"] for one in workloads["mechanisms"]), key=units.version_key)


def random_lives(count, sizes=(65536, 2**18, 2**22, 2**31), workers=(1, 2, 3, 4, 8)):
    draw = random.Random(20261129)
    tasks = [task for task in TASKS if task not in ("start", "messages", "loops", "hand_overs")]
    for _ in range(count):
        some = draw.sample(tasks, draw.randint(1, 4))
        counts = {
            task: 1 if task in ("create", "attach") else 10 ** draw.randint(0, 6) for task in TASKS if task in some
        }
        yield Life("items", draw.choice(sizes), draw.choice(workers), counts)


@pytest.fixture(scope="module")
def both(held, tmp_path_factory):
    """(life, what the judge chooses, what the page chooses) of some lives."""
    if not shutil.which("node"):
        pytest.skip("needs node")
    workloads, memory = held
    folder = tmp_path_factory.mktemp("lives")
    (folder / "data.json").write_text(advisor.data(workloads), encoding="utf-8")
    lives = list(random_lives(80))
    asked = [dict(life._asdict(), interpreter=newest(workloads)) for life in lives]
    (folder / "asked.json").write_text(json.dumps(asked), encoding="utf-8")
    files = ["report/html/picker.js", folder / "data.json", folder / "asked.json"]
    done = subprocess.run(["node", BROWSER / "lives.mjs", *files], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    parts, gaps = [Part(**row) for row in workloads["parts"]], [Gap(**row) for row in workloads["gaps"]]
    mechanisms = [Mechanism(**row) for row in workloads["mechanisms"]]
    ours = [questions.choice_for(life, newest(workloads), parts, gaps, mechanisms, memory) for life in lives]
    return list(zip(lives, ours, json.loads(done.stdout), strict=True))


def test_the_page_chooses_what_the_judge_chooses(both):
    for life, ours, theirs in both:
        assert [one.backend for one in ours.ranked] == [one["backend"] for one in theirs["ranked"]], life
        if ours.ranked:
            chosen = [theirs[name] for name in ("fastest", "fastestSafe", "simplest", "recommended", "agreeing")]
            assert [ours.fastest, ours.fastest_safe, ours.simplest, ours.recommended, ours.agreeing] == chosen, life
        assert sorted((one.backend, one.task) for one in ours.lacking) == sorted(map(tuple, theirs["lacking"]))
    assert sum(bool(ours.ranked) for _, ours, _ in both) >= 15


def test_the_pages_sums_and_intervals_are_the_judges(both):
    for life, ours, theirs in both:
        for one, other in zip(ours.ranked, theirs["ranked"], strict=True):
            assert [one.seconds, one.low, one.high] == pytest.approx(list(other["seconds"].values()), rel=1e-9), life
            assert [one.once, one.once_low, one.once_high] == pytest.approx(list(other["once"].values()), rel=1e-9)
            assert [one.access, one.access_low, one.access_high] == pytest.approx(
                list(other["access"].values()), rel=1e-9
            )
            assert one.ratio == pytest.approx(other["ratio"], rel=1e-9) and one.alike == other["alike"]
            notes = [part.note for part in one.paid if part.note and part.note != HANDED_AT_START]
            assert notes == other["notes"], (life, one.backend)


def test_ten_settings_are_the_sums_that_one_makes_by_hand_from_summary_csv(held):
    """Of sizes and workers that were measured, with medians where the page has means over windows."""
    with (RUN.parent / "summary.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["payload"] == "items" and row["placement"] == "none"]
    workloads, memory = held
    medians = {
        (row["backend"], row["operation"], int(row["size_bytes"]), int(row["processes"])): float(row["seconds"])
        for row in rows
        if row["seconds"] and row["interpreter"] == newest(workloads)
    }
    measured = sorted({key[3] for key in medians if key[1:3] == ("read_item", 65536) and key[3] > 1})
    parts, gaps = [Part(**row) for row in workloads["parts"]], [Gap(**row) for row in workloads["gaps"]]
    mechanisms = [Mechanism(**row) for row in workloads["mechanisms"]]
    draw = random.Random(1)
    for _ in range(10):
        reads, writes, workers = 10 ** draw.randint(3, 6), 10 ** draw.randint(2, 5), draw.choice(measured)
        life = Life("items", 65536, workers, {"reads": reads, "writes": writes})
        found = questions.choice_for(life, newest(workloads), parts, gaps, mechanisms, memory)

        def by_hand(name, workers=workers, reads=reads, writes=writes):
            read, write = (medians[name, f"{verb}_item", 65536, workers] for verb in ("read", "write"))
            return reads * read + writes * write + medians.get((name, "start", 65536, 1), 0.0)

        hand = {one.backend: by_hand(one.backend) for one in found.ranked}
        best = min(hand, key=hand.__getitem__)
        ratios = {one.backend: one.seconds / hand[one.backend] for one in found.ranked}
        assert hand[found.fastest] < 1.15 * hand[best], life
        assert 0.8 < ratios[found.recommended] < 1.3, life


@pytest.fixture(scope="module")
def asked(rendered):
    """What a browser saw of the default run's page, wide and narrow."""
    if LACKING:
        pytest.skip(f"needs {', '.join(LACKING)}")
    question = "payload=items&size=65536&workers=2&interpreter=3.15&reads=1000000&create=1"
    command = ["node", str(BROWSER / "advice.mjs"), str(rendered[0] / "report.html"), CHROMIUM, question]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_it_answers_at_once_and_anew_by_the_keyboard(asked):
    for view in asked:
        assert view["complaints"] == [] and view["overflow"] == 0
        assert view["first"]["use"] and len(view["first"]["ranked"]) > 2 and len(view["first"]["times"]) > 2
        assert "workers=1" in view["one"]["address"] and view["one"]["ranked"] != view["first"]["ranked"]


def test_a_question_stands_in_the_address(asked):
    for view in asked:
        assert view["first"]["address"] == ""  # nothing was asked yet
        assert {**view["again"], "address": ""} == {**view["one"], "address": ""}
        assert "read one item" in view["linked"]["words"] and view["linked"]["use"]


def test_the_table_of_times_is_sorted_by_the_column_that_is_pressed(asked):
    for view in asked:
        names = [row.split("\t")[0] for row in view["linked"]["times"]]
        assert names == sorted(names) and view["sorted"]["times"] != view["linked"]["times"]
        assert sorted(view["sorted"]["times"]) == sorted(view["linked"]["times"])


def test_the_page_that_is_shown_has_the_question(asked):
    assert 'id="advisor"' in Path("docs/index.html").read_text(encoding="utf-8")


def test_a_mappings_size_is_its_number_of_keys(held, tmp_path):
    if LACKING or "mapping" not in {part["payload"] for part in held[0]["parts"]}:
        pytest.skip("needs a browser, and a run with mappings")
    address = Path("docs/mechanisms.html").resolve().as_uri() + "#use?job=keyed-cache"
    command = [CHROMIUM, "--headless", "--no-sandbox", f"--user-data-dir={tmp_path}", "--dump-dom", address]
    dom = subprocess.run(command, capture_output=True, text=True, timeout=120).stdout
    assert re.search(r'<select id="advice-size">.*?<option value="1600000">100,000 keys</option>', dom)
