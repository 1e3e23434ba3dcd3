"""The scale's own arithmetic, and made-up cells that the real collector and judge take."""

import copy
import json

import pandas as pd
import pytest

from collect import cells, integrity, steps, tables
from collect.samples import WORKS
from judge import claims, node_kinds, serialise, verdicts
from measure.record.columns import LIMIT_COLUMNS
from render import context, html
from support.run_folder import RunFolder
from tests.render.claim_parts import mistakes
from validate import scale, synthetic_cells, synthetic_cluster


@pytest.mark.slow
def test_made_up_cells_go_the_whole_way(tmp_path):
    wanted = synthetic_cells.config(60, tmp_path)
    count, wall, cpu = synthetic_cells.collected(wanted, tmp_path, [synthetic_cells.Machine()])
    assert count >= 60 and wall > 0 and cpu > 0
    found = judged(wanted, tmp_path, count)
    growing = [claim for claim in found["claims"] if claim["id"] == "shm-grows"]
    assert growing[0]["verdict"] == "holds"  # they were made to grow with the size to the power of 0.3
    assert "kinds" not in found


class Ramp(synthetic_cells.Machine):
    """What runs a quarter faster at the end of each window than at its beginning."""

    def pace(self, done):
        return 1 - 0.25 * done


@pytest.mark.slow
@pytest.mark.parametrize(("machine", "word"), [(synthetic_cells.Machine(), "at rest"), (Ramp(), "drifting")])
def test_a_ramp_in_every_window_reaches_the_summary_and_the_verdicts(tmp_path, machine, word):
    wanted = synthetic_cells.config(60, tmp_path, backends=["shared_memory", "shareable_list", "manager_list"])
    count, *_ = synthetic_cells.collected(wanted, tmp_path, [machine])
    found = judged(wanted, tmp_path, count)
    summary = pd.read_csv(tmp_path / "summary.csv", keep_default_na=False)
    once = summary["operation"].isin(["create", "attach"])
    assert set(summary["steadiness"][once]) == {""} and once.any()
    assert set(summary["steadiness"][~once]) == {word}
    counted = found["instrument"]["drift"]
    accessing = ~once & (summary["operation"] != "empty_loop")
    assert sum(row[word.replace(" ", "_")] for row in counted) == accessing.sum()
    grows = next(claim for claim in found["claims"] if claim["id"] == "shm-grows")
    assert {one["steadiness"] for one in grows["readings"] if one["conditions"]["operation"] == "read_item"} == {word}
    assert grows["verdict"] == "holds"  # drift changes no verdict


def judged(wanted, tmp_path, count):
    """What collector and judge make of the blocks in a folder."""
    synthetic_cells.surroundings(wanted, tmp_path)
    blocks = sorted(tmp_path.glob("[0-9]*.parquet"), key=lambda path: int(path.stem))
    steps.samples(blocks, tmp_path / "plan.csv", tmp_path / "samples.parquet", tmp_path / "summary.csv")
    samples = tables.read(tmp_path / "samples.parquet")
    assert (samples.rows["phase"] == "cell").sum() == count
    run = json.loads((tmp_path / "run.json").read_text())
    rules = claims.load(synthetic_cells.claims_file(tmp_path))
    limits, works = pd.DataFrame(columns=list(LIMIT_COLUMNS)), pd.DataFrame(columns=WORKS)
    return json.loads(serialise.to_text(verdicts.verdicts(samples, limits, works, run, rules)))


@pytest.fixture(scope="module")
def cluster_run(tmp_path_factory):
    """(folder, verdicts) of a cluster of 4 kinds with a known truth: 7 blocks each, on 28 of its nodes."""
    folder = tmp_path_factory.mktemp("cluster")
    named = dict.fromkeys(
        name for claim in synthetic_cluster.claims_by_id().values() for name in claim.get("backends", [])
    )
    wanted = synthetic_cells.config(28 * 3 * 4 * 2, folder, backends=list(named), blocks=28)
    count, *_ = synthetic_cells.collected(wanted, folder, synthetic_cluster.nodes())
    return folder, judged(wanted, folder, count)


@pytest.mark.slow
def test_every_kind_s_verdicts_match_its_truth(cluster_run):
    _, found = cluster_run
    assert list(synthetic_cluster.mistakes(found)) == []
    assert {kind: one["run"]["blocks"] for kind, one in found["kinds"].items()} == dict.fromkeys(
        synthetic_cluster.KINDS, 7
    )


@pytest.mark.slow
def test_a_verdict_that_is_not_the_truth_is_named(cluster_run):
    _, found = cluster_run
    changed = copy.deepcopy(found)
    kind = next(iter(synthetic_cluster.KINDS))
    for claim in changed["kinds"][kind]["claims"]:
        claim["verdict"] = "undecided" if claim["id"] == "tenfold" else claim["verdict"]
    assert list(synthetic_cluster.mistakes(changed)) == [f"tenfold on {kind}: undecided, but holds is true"]


@pytest.mark.slow
def test_the_claims_over_all_kinds_say_where_they_agree(cluster_run):
    _, found = cluster_run
    claims_found = {claim["id"]: claim for claim in found["claims"]}
    grows = claims_found["shm-grows"]
    assert (grows["verdict"], grows["agreement"]) == ("depends", "differ")
    assert (
        "it fails for Intel Xeon Gold 6148 (governor performance)." in grows["statement"]
        and grows["opposite"] == grows["compared"]
    )
    assert claims_found["small-large-advice"]["agreement"] == "agree"
    assert claims_found["manager-types"]["agreement"] == "none decided"
    assert all(claim["readings"] == [] for claim in found["claims"])  # a reading stands with its kind


@pytest.mark.slow
def test_the_drift_over_all_kinds_is_that_of_each_added_up(cluster_run):
    _, found = cluster_run
    each = [sum(row["conditions"] for row in one["instrument"]["drift"]) for one in found["kinds"].values()]
    assert sum(row["conditions"] for row in found["instrument"]["drift"]) == sum(each) > max(each) > 0


@pytest.mark.slow
def test_there_is_a_page_over_all_kinds_and_one_for_each(cluster_run):
    folder, found = cluster_run
    (folder / "verdicts.json").write_text(json.dumps(found))
    pd.DataFrame(columns=WORKS).to_csv(folder / "works.csv", index=False)
    for one in found["kinds"].values():
        figures = folder / "figures" / node_kinds.slug(one["name"])
        figures.mkdir(parents=True)
        (figures / "captions.json").write_text("{}")
    run = RunFolder(folder)
    html.write(context.read_values(run, run), run)
    everything = (folder / "report.html").read_text(encoding="utf-8")
    for kind, one in found["kinds"].items():
        page = node_kinds.page(one["name"])
        assert f'href="{page}"' in everything and kind in everything
        own = (folder / page).read_text(encoding="utf-8")
        assert f"one of {len(synthetic_cluster.KINDS)} kinds of node: {kind}" in own
        assert list(mistakes(own, one["claims"])) == []
    assert list(mistakes(everything, found["claims"])) == []


@pytest.mark.slow
def test_a_block_on_several_nodes_is_refused(cluster_run):
    folder, _ = cluster_run
    samples = cells.load(folder / "samples.parquet")
    moved = (samples["block"] == 3) & (samples["backend"] == samples["backend"].iloc[0])
    samples["node"] = samples["node"].astype(object).mask(moved, "elsewhere")
    with pytest.raises(integrity.BadRun, match="a ratio across nodes is no measurement"):
        verdicts.verdicts(tables.of(samples), None, None, {}, {"span": [1, 2], "claims": []})


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
