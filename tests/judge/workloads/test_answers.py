"""A run answers the workloads whose parts enough mechanisms have; what it answers is the sum of its own cells."""

import csv
import json

import numpy as np
import pytest

from judge.workloads import entries, questions
from judge.workloads.model import Gap, Mechanism, Part
from maintain import splice_docs

RUNS = [path for path in splice_docs.archives() if (path.parent / "workloads.yaml").exists()]


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", RUNS, ids=lambda path: path.parent.name)
def test_an_archives_answers_are_reckoned_again_from_the_parts_that_it_has(path):
    """From the logs in verdicts.json, which have six decimals, to the four digits of its answers."""
    document = read(path)
    held = document["workloads"]
    parts, gaps = [Part(**row) for row in held["parts"]], [Gap(**row) for row in held["gaps"]]
    mechanisms = [Mechanism(**row) for row in held["mechanisms"]]
    asked = {entry["id"]: entry for entry in entries.load(path.parent / "workloads.yaml")}
    assert held["answers"]
    for answer in held["answers"]:
        given = (asked[answer["id"]], answer["interpreter"], parts, gaps, mechanisms, document["memory"])
        found, told = questions.answered(*given).choice, answer["choice"]
        assert (found.recommended, found.simplest, found.fastest, found.alike) == tuple(
            told[key] for key in ("recommended", "simplest", "fastest", "alike")
        )
        assert [one.seconds for one in found.ranked] == pytest.approx(
            [one["seconds"] for one in told["ranked"]], rel=1e-3
        )


@pytest.mark.parametrize("path", RUNS, ids=lambda path: path.parent.name)
def test_no_answer_of_an_archive_recommends_what_did_not_pass(path):
    held = read(path)["workloads"]
    safety = {(one["backend"], one["interpreter"]): one["safety"] for one in held["mechanisms"]}
    for answer in held["answers"]:
        name = answer["choice"]["recommended"]
        assert name is None or safety[name, answer["interpreter"]] == "passed"
        assert name or not any(
            safety[row["backend"], answer["interpreter"]] == "passed" for row in answer["choice"]["ranked"]
        )


@pytest.mark.parametrize("path", RUNS, ids=lambda path: path.parent.name)
def test_the_mean_of_a_window_is_near_the_median_of_summary_csv(path):
    """The life is made of means, the summary of medians: of one mechanism and operation they are of one order."""
    with (path.parent / "summary.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["seconds"] and row["placement"] == "none"]
    keys = ("interpreter", "payload", "backend", "operation", "size_bytes", "processes")
    medians = {tuple(row[key] for key in keys): float(row["seconds"]) for row in rows}
    ratios = []
    for one in read(path)["workloads"]["parts"]:
        key = (*(one[name] for name in keys[:4]), str(one["size"]), str(one["processes"]))
        ratios.append(np.exp(np.median(one["logs"])) / medians[key])
    assert len(ratios) > 100 and 0.95 < np.median(ratios) < 1.15
