"""The workflow itself, for real, in a copy of the repository: a tiny sweep from end to end."""

import json
import re
import shutil
import subprocess
import zipfile
from typing import get_args

import pandas as pd
import pytest
import yaml

from judge.model import ClaimVerdict
from tests.system.tiny_run import command, copy, raw, run, tiny

pytestmark = [pytest.mark.slow, pytest.mark.alone]


def test_it_opens_with_its_estimate_and_ends_with_the_verdicts(finished):
    _, text = finished
    assert "16 cells in 2 blocks: about" in text and "cells that were tried here" in text
    assert text.index("shm-grows") < text.index("Announced: about")
    assert "16 of 16 cells done, about 0.0 minutes left for the others, 0 failed" in text and "Execute" not in text
    assert "shm-grows" in text and "The report: results/tiny/report.html" in text


def test_a_dry_run_opens_with_a_rough_estimate_also_into_a_file(tmp_path):
    folder, told = copy(tmp_path), tmp_path / "told"
    with told.open("w") as file:
        subprocess.run(command("-n", config="config/quick.yaml"), cwd=folder, stdout=file, stderr=file, check=True)
    assert re.search(r"cells in 2 blocks: about [\d.]+ minutes \(a rough guess", told.read_text(encoding="utf-8"))


@pytest.mark.parametrize("words", [["--dry-run"], ["-nF"], ["-n", "--", "safety"]])
def test_a_dry_run_writes_nothing_and_tells_the_estimate(tmp_path, words):
    folder = copy(tmp_path)
    before = files(folder)
    status, text = run(folder, *words)
    assert status == 0 and re.search(r"about [\d.]+ minutes", text), text
    assert files(folder) == before


def test_a_dry_run_of_a_finished_run_writes_nothing_and_has_nothing_to_do(finished):
    folder, _ = finished
    before = files(folder)
    status, text = run(folder, "-n")
    assert status == 0 and "Nothing to be done" in text, text
    assert files(folder) == before


def files(folder):
    """File -> when it was written, of all but what Python and Snakemake keep for themselves."""
    found = [path for path in folder.rglob("*") if not path.is_dir() or "results" in path.parts]
    found = [path for path in found if not {".snakemake", "__pycache__"} & set(path.parts)]
    return {path: path.stat().st_mtime_ns for path in found}


def test_every_planned_cell_is_there_once(finished):
    folder, _ = finished
    plan = pd.read_csv(folder / "results/tiny/plan.csv", dtype=str)
    samples = pd.read_parquet(folder / "results/tiny/samples.parquet")
    ends = samples[samples["phase"] == "cell"]
    assert sorted(ends["cell"]) == sorted(plan["name"])
    assert len(ends) == 16


def test_the_verdicts_are_the_promised_interface(finished):
    folder, _ = finished
    verdicts = json.loads((folder / "results/tiny/verdicts.json").read_text(encoding="utf-8"))
    declared = yaml.safe_load((folder / "config/claims/article.yaml").read_text(encoding="utf-8"))["claims"]
    assert [claim["id"] for claim in verdicts["claims"]] == [claim["id"] for claim in declared]
    assert verdicts["run"]["overlaps"] == 0
    for key in ("machine", "config", "versions", "commit", "started", "ended", "duty"):
        assert key in verdicts["run"]
    for claim in verdicts["claims"]:
        assert claim["verdict"] in get_args(ClaimVerdict) or claim["kind"] == "question"
        assert claim["statement"].endswith(".")
        for reading in claim["readings"]:
            expected = {"criterion", "conditions", "verdict", "estimate", "low", "high", "margin", "unit", "blocks"}
            assert expected <= set(reading)
            assert {"interpreter", "operation", "payload"} <= set(reading["conditions"])


def test_two_blocks_decide_no_speed_claim(finished):
    folder, _ = finished
    verdicts = json.loads((folder / "results/tiny/verdicts.json").read_text(encoding="utf-8"))
    timed = {"works", "limit"}.isdisjoint
    speed = [one for one in verdicts["claims"] if timed(reading["criterion"] for reading in one["readings"])]
    assert len(speed) >= 7
    assert {claim["verdict"] for claim in speed} <= {"undecided", "not measured here", None}


def test_a_backend_is_one_file(finished):
    folder, _ = finished
    summary = pd.read_csv(folder / "results/tiny/summary.csv")
    mine = summary[(summary["backend"] == "locked_list") & summary["seconds"].notna()]
    assert set(mine["operation"]) == {"start", "read_item", "copy_out", "empty_loop"}
    assert "locked_list" in (folder / "results/tiny/report.html").read_text(encoding="utf-8")
    assert "locked_list" in (folder / "results/tiny/figures/time_items.svg").read_text(encoding="utf-8")


def test_with_one_interpreter_the_report_says_what_it_cannot_tell(finished):
    folder, _ = finished
    page = (folder / "results/tiny/report.html").read_text(encoding="utf-8")
    assert "One interpreter only was found" in page
    assert "This run has 2 blocks" in page


def test_a_gap_has_its_reason(finished):
    folder, _ = finished
    summary = pd.read_csv(folder / "results/tiny/summary.csv")
    gaps = summary[summary["operation"] == "append"]
    assert set(gaps["error"]) == {"declined"} and gaps["reason"].notna().all()


def test_the_paper_is_a_pdf_with_its_chinese_quotations(finished):
    folder, _ = finished
    assert (folder / "results/tiny/paper.pdf").read_bytes().startswith(b"%PDF")
    assert "都会随共享内存空间增大" in (folder / "results/tiny/paper.typ").read_text(encoding="utf-8")


@pytest.mark.browser
@pytest.mark.skipif(not shutil.which("chromium"), reason="needs chromium")
def test_the_page_ranks_when_it_is_opened_from_a_file(finished, tmp_path):
    folder, _ = finished
    words = ["--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=5000", "--dump-dom"]
    page = f"file://{folder}/results/tiny/report.html"
    command = ["chromium", *words, f"--user-data-dir={tmp_path}", page]
    document = subprocess.run(command, capture_output=True, text=True, timeout=120).stdout
    ranked = re.search(r'<tbody id="picked">(.*?)</tbody>', document, re.DOTALL)[1]
    assert "shareable_list" in ranked and re.search(r"\d (ns|µs|ms)<", ranked)
    assert 'id="picker" hidden' not in document


def test_snakemakes_own_report_has_every_part_in_its_category(finished):
    folder, _ = finished
    status, text = run(folder, "--report", "report.zip")
    assert status == 0 and "Report created" in text, text
    with zipfile.ZipFile(folder / "report.zip") as made:
        names = made.namelist()
        data = "".join(made.read(name).decode() for name in names if name.endswith((".html", ".js")))
    for wanted in ("report.html", "paper.pdf", "verdicts.json", "time_items.svg", "summary.csv"):
        assert any(name.endswith(wanted) for name in names), wanted
    for category in ("Report", "Figures", "Data"):
        assert f'"{category}"' in data
    assert "the cells that decided it" in data
    assert "process tree, while no other" in data


def test_a_second_run_has_nothing_to_do(finished):
    folder, _ = finished
    before = raw(folder)
    status, text = run(folder)
    assert status == 0 and "Nothing to be done" in text
    assert raw(folder) == before


def test_judging_again_gives_the_same_bytes(finished):
    folder, _ = finished
    path = folder / "results/tiny/verdicts.json"
    before = path.read_bytes()
    assert run(folder, "--forcerun", "verdicts")[0] == 0
    assert path.read_bytes() == before


def test_a_control_that_lies_is_found_and_stays_out_of_the_contenders(finished):
    folder, _ = finished
    verdicts = json.loads((folder / "results/tiny/verdicts.json").read_text(encoding="utf-8"))
    assert [(one["name"], one["found"]) for one in verdicts["instrument"]["controls"]] == [("wrong_value", True)]
    assert "wrong_value" not in (folder / "results/tiny/figures/time_items.svg").read_text(encoding="utf-8")


def test_a_budget_pays_further_blocks_of_what_decides(tmp_path):
    folder = copy(tmp_path)
    change = {"blocks": None, "budget": "40 s", "instrument": [], "transfer": [], "causes": []}
    change["backends"] = ["manager_list", "shareable_list"]
    part = tiny()["sweep"][0]
    change["sweep"] = [part | {"payloads": ["items"], "operations": ["read_item"]}]
    change["sweep"] += [part | {"payloads": ["blob"], "operations": ["attach"], "backends": ["shareable_list"]}]
    (folder / "tiny.yaml").write_text(yaml.safe_dump(tiny(**change)))
    status, text = run(folder)
    assert status == 0, text
    assert "18 cells in 6 blocks" in text and "what is left of 40 s goes where it decides" in text
    (family,) = json.loads((folder / "results/tiny/budget.json").read_text())["families"]
    assert family["blocks"] > 6 and len(family["sets"]) == 1  # the blobs are in no comparison: nothing is asked of them
    samples = pd.read_parquet(folder / "results/tiny/samples.parquet")
    ends = samples[samples["phase"] == "cell"].groupby(["payload", "backend"], observed=True)["block"].nunique()
    assert ends.to_dict() == {
        ("blob", "shareable_list"): 6,
        ("items", "manager_list"): family["blocks"],
        ("items", "shareable_list"): family["blocks"],
    }
    (came,) = pd.read_csv(folder / "results/tiny/budget.csv").to_dict("records")
    assert came["need"] > 0 and came["blocks"] == family["blocks"]
    assert f"{family['sets'][0]}: {family['blocks']} blocks" in text
    assert "Nothing to be done" in run(folder)[1]


def test_a_budget_that_is_too_small_is_one_line(tmp_path):
    folder = copy(tmp_path)
    (folder / "tiny.yaml").write_text(yaml.safe_dump(tiny(blocks=None, budget="1 s")))
    status, text = run(folder)
    assert status != 0 and "Traceback" not in text
    assert "budget: 1 s is too little, 6 blocks of results/tiny and what is around them take about" in text
