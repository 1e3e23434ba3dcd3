"""Runs side by side: where the verdicts agree, and by which factor the machines differ."""

import json
import subprocess
import sys

import pandas as pd
import pytest

from archive import compare
from render.tables.node_kinds import CONDITION


def archive(folder, verdict, factor, controls=(), build="plain"):
    folder.mkdir()
    run = {"machine": {"processor": "P", "cores": 2}, "blocks": 7, "controls": dict.fromkeys(controls)}
    run["builds"] = {"3.8": build}
    claims = [{"id": "one", "verdict": "holds"}, {"id": "two", "verdict": verdict}]
    pd.DataFrame({"boot_id": [folder.name]}).to_parquet(folder / "samples.parquet")
    (folder / "verdicts.json").write_text(json.dumps({"run": run, "claims": claims}))
    rows = [["3.8", name, "items", 1024, 1, "read_item", factor * (place + 1)] for place, name in enumerate("abc")]
    pd.DataFrame(rows, columns=[*CONDITION, "seconds"]).assign(node="n").to_csv(folder / "summary.csv", index=False)
    return folder


def test_verdicts_and_factor(tmp_path):
    folders = [archive(tmp_path / "here", "fails", 1.0), archive(tmp_path / "there", "holds", 2.0)]
    text = "\n".join(compare.comparison_lines(folders))
    assert "one                     agree" in text
    assert "two                     DIFFER  fails           holds" in text
    assert "there: 3 conditions in common, 2 times the seconds of here, spread ×1" in text


def test_controls_are_no_condition_of_a_machine(tmp_path):
    folders = [archive(tmp_path / "here", "fails", 1.0), archive(tmp_path / "there", "fails", 2.0, controls="abc")]
    assert list(compare.comparison_lines(folders))[-1] == "there: no condition in common"


def test_an_interpreter_that_was_built_otherwise_is_compared_with_no_number(tmp_path):
    folders = [archive(tmp_path / "here", "fails", 1.0), archive(tmp_path / "there", "fails", 2.0, build="pgo lto")]
    assert list(compare.comparison_lines(folders))[-2:] == [
        "there: no condition in common",
        "there: Python 3.8 is not comparable: built pgo lto, in here plain",
    ]


@pytest.mark.slow
@pytest.mark.parametrize("words", [[], ["nowhere", "neither"]])
def test_what_is_no_run_is_one_line(words):
    command = [sys.executable, "-m", "archive.compare", *words]
    done = subprocess.run(command, env={"PYTHONPATH": "scripts"}, capture_output=True, text=True)
    assert done.returncode != 0 and len(done.stderr.splitlines()) == 1
