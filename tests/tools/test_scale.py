"""The scale's own arithmetic, and made-up cells that the real collector and judge take."""

import argparse
import json

import pandas as pd

from analyse import claims, collect, table
from measure.record import LIMIT_COLUMNS
from tools import scale, synthetic


def test_made_up_cells_go_the_whole_way(tmp_path):
    count, wall, cpu = synthetic.collected(60, tmp_path)
    assert count >= 60 and wall > 0 and cpu > 0
    synthetic.surroundings(tmp_path)
    blocks = sorted(tmp_path.glob("[0-9]*.parquet"), key=lambda path: int(path.stem))
    given = dict(plan=tmp_path / "plan.csv", inputs=blocks)
    collect.samples(argparse.Namespace(**given, out=tmp_path / "samples.parquet", summary=tmp_path / "summary.csv"))
    samples = table.load(tmp_path / "samples.parquet")
    assert (samples["phase"] == "cell").sum() == count
    run = json.loads((tmp_path / "run.json").read_text())
    limits, works = pd.DataFrame(columns=list(LIMIT_COLUMNS)), pd.DataFrame(columns=collect.WORKS)
    found = claims.verdicts(samples, limits, works, run, claims.load("config/claims.yaml"))
    growing = [claim for claim in found["claims"] if claim["id"] == "shm-grows"]
    assert growing[0]["verdict"] == "holds"  # they were made to grow with the size to the power of 0.3


def test_an_aim_is_met_or_missed_by_the_rows():
    fine = [["plan", 10_000, 20, 20, 100], ["dry run", 10_000, 30, 30, 100]]
    assert list(scale.findings(fine)) == ["plan and dry run, 10000 cells: 50 s, 100 MiB: met"]
    slow = [["blocks", 50_000, 50, 50, 100], ["samples", 50_000, 20, 20, 3000]]
    assert list(scale.findings(slow)) == ["blocks and samples, 50000 cells: 70 s, 3000 MiB: missed"]


def test_growth_beyond_the_cells_own_is_told():
    rows = [["judge", 1_000, 1, 1, 9], ["judge", 10_000, 20, 20, 9]]
    assert list(scale.findings(rows)) == ["judge: grows faster than the cells"]
    rows[1][3] = 10
    assert list(scale.findings(rows)) == []


def test_the_overhead_is_that_over_the_bare_loop():
    rows = [["workflow", 90, 109, 100, 9], ["bare loop", 90, 100, 100, 9]]
    assert list(scale.findings(rows)) == ["workflow over a bare loop: 9.0% more: met"]
