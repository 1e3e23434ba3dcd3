"""What made-up runs differ by beyond their blocks is found, by boot and by machine, and none where there is none."""

import json

import numpy as np
import pandas as pd
import pytest

from archive import between_runs
from archive.between_runs import OTHER_BOOT, OTHER_MACHINE, SAME_BOOT

OPERATIONS = ["read_item", "write_item", "copy_out", "copy_in"]
WITHIN = 0.05


def archive(folder, rng, boot="a", processor="P", between=0.0, verdict="holds", build="plain"):
    """An archive of 200 effects, each of which this run's own deviation moves by `between`."""
    folder.mkdir()
    readings = [
        {
            "criterion": "at_least_ratio",
            "conditions": {
                "interpreter": "3.13",
                "operation": OPERATIONS[place % 4],
                "payload": "items",
                "size": place,
            },
            "logs": list(rng.normal(rng.normal(1, between), WITHIN, 7)),
        }
        for place in range(200)
    ]
    run = {"machine": {"processor": processor, "cores": 2}, "builds": {"3.13": build}}
    claims = [{"id": "it", "verdict": verdict, "readings": readings}]
    (folder / "verdicts.json").write_text(json.dumps({"run": run, "claims": claims}))
    pd.DataFrame({"boot_id": [boot, boot]}).to_parquet(folder / "samples.parquet")
    return folder


def found(folders):
    rows = between_runs.spreads([between_runs.read(folder) for folder in folders])
    return {(one.operation_class, one.relation): one for one in rows}


def test_what_boots_and_machines_differ_by_is_found_apart(tmp_path):
    rng = np.random.default_rng(1)
    folders = [
        archive(tmp_path / "a1", rng, "a"),
        archive(tmp_path / "a2", rng, "a"),
        archive(tmp_path / "b", rng, "b", between=0.2),
        archive(tmp_path / "c", rng, "c", "Q", between=0.8),
    ]
    rows = found(folders)
    assert set(rows) == {
        (name, kind) for name in ("access", "whole") for kind in (SAME_BOOT, OTHER_BOOT, OTHER_MACHINE)
    }
    assert {(one.relation, one.pairs, one.effects) for one in rows.values()} == {
        (SAME_BOOT, 1, 100),
        (OTHER_BOOT, 2, 200),
        (OTHER_MACHINE, 3, 300),
    }
    for one in rows.values():
        assert one.within == pytest.approx(WITHIN / 7**0.5, rel=0.2)
    assert rows["access", SAME_BOOT].between < 0.02
    # One of the two runs of a pair deviates, so half the variance is each one's.
    assert rows["access", OTHER_BOOT].between == pytest.approx(0.2 / 2**0.5, rel=0.25)
    assert rows["access", OTHER_MACHINE].between == pytest.approx(np.sqrt((0.8**2 * 3 + 0.2**2) / 6), rel=0.25)


def test_equal_runs_differ_by_nothing_that_their_blocks_dont_explain(tmp_path):
    rng = np.random.default_rng(2)
    rows = found([archive(tmp_path / name, rng, name) for name in "abc"])
    assert max(one.between for one in rows.values()) < WITHIN / 2


def test_interpreters_that_were_built_otherwise_are_not_compared(tmp_path):
    rng = np.random.default_rng(3)
    assert not found([archive(tmp_path / "a", rng), archive(tmp_path / "b", rng, build="pgo lto")])


def test_what_two_claims_read_of_the_same_cells_is_one_effect(tmp_path):
    rng = np.random.default_rng(7)
    folders = [archive(tmp_path / "a", rng), archive(tmp_path / "b", rng, between=0.5)]
    once = found(folders)
    for folder in folders:
        verdicts = json.loads((folder / "verdicts.json").read_text())
        verdicts["claims"] += [one | {"id": "the same again"} for one in verdicts["claims"]]
        (folder / "verdicts.json").write_text(json.dumps(verdicts))
    assert found(folders) == once


def test_runs_that_know_no_boot_are_of_others(tmp_path):
    rng = np.random.default_rng(4)
    rows = found([archive(tmp_path / "a", rng, ""), archive(tmp_path / "b", rng, "")])
    assert {relation for _, relation in rows} == {OTHER_BOOT}


def test_the_table_gives_factors(tmp_path):
    rng = np.random.default_rng(5)
    runs = [between_runs.read(archive(tmp_path / name, rng, name)) for name in "ab"]
    head, _, first, _ = between_runs.table(runs)
    assert head.startswith("| operations | the other run is of |")
    assert first.startswith(f"| access | {OTHER_BOOT} | 1 | 100 | ×/÷1.04 | ×/÷1.0")
    assert between_runs.table(runs[:1]) == []


def test_a_claims_line_has_beside_it_what_the_farthest_runs_differ_by(tmp_path):
    rng = np.random.default_rng(6)
    folders = [archive(tmp_path / "a", rng, "a"), archive(tmp_path / "b", rng, "b", "Q", between=0.5)]
    rows = between_runs.spreads([between_runs.read(folder) for folder in folders])
    claim = {
        "effects": [{"reading": 1}, {"reading": None}, {"reading": 0}, {"reading": 2}],
        "readings": [
            {"logs": [0.1], "conditions": {"operation": "refresh"}},
            {"logs": [0.1], "conditions": {"operation": "read_item"}},
            {"logs": [], "conditions": {"operation": "copy_out"}},  # a limit, say
        ],
    }
    told = between_runs.beside(claim, rows)
    assert (
        told.startswith("access ×/÷")
        and told.endswith(f" ({OTHER_MACHINE})")
        and "refresh" not in told
        and "whole" not in told
    )
    assert between_runs.beside({"effects": [], "readings": []}, rows) == ""


def test_verdicts_are_counted_over_the_runs_that_measured_the_claim():
    runs = [
        {"claims": [{"id": "a", "verdict": one}, {"id": "b", "verdict": "holds"}, {"id": "q", "verdict": None}]}
        for one in ("holds", "depends", "holds", "not measured here")
    ]
    assert between_runs.outcomes(runs) == {"a": {"holds": 2, "depends": 1}, "b": {"holds": 4}}
