import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from archive.newest import newest
from judge.claims import load
from judge.closed_test import EXACT
from stats import intervals
from validate import power_tables

DATA = Path("docs/data")


def reading(logs, criterion="flat", margin=1.5, size=1024):
    ends = np.exp(intervals.t_interval(np.array(logs), 1 - intervals.MISS_FACTOR * 0.05))
    return {
        "criterion": criterion,
        "margin": margin,
        "conditions": {"operation": "read_item", "size": size},
        "blocks": len(logs),
        "low": float(ends[0]),
        "high": float(ends[1]),
    }


def test_a_width_tells_the_deviation():
    logs = np.random.default_rng(1).normal(0, 0.2, 7)
    claims = [{"id": "one", "readings": [reading(logs), reading(logs, "at_least_ratio", 2, [64, 1024])]}]
    found = power_tables.spreads({"claims": claims})
    assert found["sd"].tolist() == pytest.approx([logs.std(ddof=1)] * 2)
    assert found["half_width"].iloc[0] == pytest.approx(np.log(1.5)) and np.isnan(found["half_width"].iloc[1])
    assert list(found["size"]) == [1024, power_tables.OVER_SIZES]


def test_what_has_no_width_of_its_own_is_left_out():
    good = reading(np.linspace(-0.1, 0.1, 7))
    others = [
        {"low": None},
        {"high": None},
        {"low": 0.0},
        {"blocks": 5},
        {"criterion": "somewhere_ratio"},
        {"decides": False},
    ]
    claims = [{"id": "one", "readings": [good, *({**good, **other} for other in others)]}]
    assert len(power_tables.spreads({"claims": claims})) == 1


def test_a_noisier_claim_needs_more_blocks():
    rng = np.random.default_rng(2)
    claims = [
        {"id": name, "readings": [reading(rng.normal(0, sd, 7)) for _ in range(5)]}
        for name, sd in (("quiet", 0.05), ("noisy", 0.4))
    ]
    table = power_tables.by_claim(power_tables.spreads({"claims": claims}), (7, 20)).set_index(["claim", "blocks"])
    shown = table["sd"] <= table["largest_sd"]
    assert shown["quiet"].all() and not shown["noisy", 7]
    assert table.loc[("quiet", 7), "smallest"] < table.loc[("noisy", 7), "smallest"]
    classes = power_tables.by_class(power_tables.spreads({"claims": claims}))
    assert classes["readings"].tolist() == [5] and classes["class"].tolist() == ["access"]


def test_the_published_tables_are_of_the_newest_archive_and_its_claims():
    """Else `make quote` wasn't run after `make publish`."""
    table = pd.read_csv(DATA / "claim_power.csv")
    run = newest(Path("results/published"))
    assert set(table["run"]) == {run.name}
    timed = {
        claim["id"]
        for claim in json.loads((run / "verdicts.json").read_text(encoding="utf-8"))["claims"]
        if any(one["criterion"] not in EXACT for one in claim["readings"])
    }
    assert set(table["claim"]) <= timed
    assert set(table["claim"]) <= {claim["id"] for claim in load("config/claims/article.yaml")["claims"]}


def test_the_published_figures_of_a_reading_by_itself():
    table = pd.read_csv(DATA / "power.csv").set_index("blocks")["flat_alone"]
    assert [table[7], table[10]] == pytest.approx([0.27, 0.32], abs=0.01)
