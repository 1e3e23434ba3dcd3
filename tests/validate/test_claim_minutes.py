"""What `make claim` takes: by what the cells of an archive took."""

import json
from pathlib import Path

import pandas as pd
import pytest

from archive.newest import newest
from judge import claims
from support.run_folder import RunFolder
from validate import claim_minutes, one_claim

PUBLISHED = Path("results/published")
CLAIMS = {claim["id"]: claim for claim in claims.load("config/claims/article.yaml")["claims"]}
RUN = {"interpreters": {"3.10": "3.10.13", "3.13t": "3.13.0t", "3.8": "3.8.18"}, "older": {"2.7": "2.7.18"}}


def planned(name):
    return claim_minutes.planned(one_claim.config(CLAIMS[name]), RUN)


def keys(sweep):
    return {tuple(row[name] for name in claim_minutes.KEY): row["operations"].split() for row in sweep.measured}


def test_the_ends_are_those_of_the_archive():
    sweep = planned("shm-grows")
    assert {row["interpreter"] for row in sweep.measured} == {"3.8", "3.13t"}
    assert set(sweep.paths) == {"2.7", "3.8", "3.10", "3.13t"}


def test_cells_take_what_they_took():
    sweep = planned("shm-grows")
    known = {key: (3.0, operations) for key, operations in keys(sweep).items()}
    claim_minutes.as_archived(sweep, known)
    assert [float(row["seconds"]) for row in sweep.measured] == pytest.approx([3.0] * len(sweep.measured))


def test_a_claim_takes_the_blocks_that_fit():
    """Of 14 cells a block, 7 an interpreter, that take so many seconds each; 20 or so go to all else."""
    known = {key: (1.0, operations) for key, operations in keys(planned("shm-grows")).items()}
    row = claim_minutes.of_claim(CLAIMS["shm-grows"], known, RUN)
    assert (row["blocks"], row["under"]) == (7, "")
    assert row["minutes"] * 60 == pytest.approx(7 * 14 + 30, abs=10)
    slow = {key: (5.0, operations) for key, (_, operations) in known.items()}
    row = claim_minutes.of_claim(CLAIMS["shm-grows"], slow, RUN)
    assert (row["blocks"], row["under"]) == (7, "the newest interpreter")


def test_what_an_archived_cell_did_beside_is_left_out():
    sweep = planned("shm-grows")
    more = {key: (3.0, [*operations, "length", "gone"]) for key, operations in keys(sweep).items()}
    claim_minutes.as_archived(sweep, more)
    assert all(1 < float(row["seconds"]) < 3 for row in sweep.measured)


def test_what_no_archive_has_stays_an_estimate():
    sweep = planned("shm-grows")
    before = [row["seconds"] for row in sweep.measured]
    claim_minutes.as_archived(sweep, {})
    assert [row["seconds"] for row in sweep.measured] == before


def test_an_archive_tells_what_each_cell_took():
    folder = newest(PUBLISHED)
    run = json.loads((folder / "verdicts.json").read_text(encoding="utf-8"))["run"]
    taken = sum(seconds for seconds, _ in claim_minutes.archived(RunFolder(folder)).values()) * run["blocks"]
    assert 0.5 * run["wall_seconds"] < taken < 1.2 * run["wall_seconds"]  # what two do side by side counts for each


def test_the_published_minutes_are_of_the_newest_archives_and_of_all_claims():
    """Else `make quote` wasn't run after `make publish`."""
    table = pd.read_csv("docs/data/claim_minutes.csv").set_index("claim")
    assert list(table.index) == list(CLAIMS)
    runs = {newest(PUBLISHED, outdir).name for outdir in ("results", "results/mechanisms")}
    assert set(table["run"]) == runs
    assert table.loc["better-mechanism", "command"] == "make mechanisms"
    assert (table.drop("better-mechanism")["minutes"] <= 5).all()
