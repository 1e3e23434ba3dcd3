import pytest

from sweep import messages, undecidable
from tests.sweep.default import load

ROWS = """claim,criterion,readings,sd,blocks,smallest,largest_sd,run
flat-one,flat,26,0.2,6,1.9,0.13,archived
flat-one,flat,26,0.2,10,1.7,0.21,archived
ratio-one,at_least_ratio,9,0.9,6,9,,archived
ratio-one,at_least_ratio,9,0.9,10,8,,archived
"""


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "claim_power.csv"
    path.write_text(ROWS, encoding="utf-8")
    return path


def test_a_claim_that_the_noise_hides_is_named_before_the_run(table):
    (line,) = undecidable.warnings(9, table)
    assert line.startswith("flat-one (flat) can hardly be shown in all of its 26 readings with 9 blocks: ")
    assert "an SD of at most 0.13" in line and line.endswith("in archived it was 0.2")


def test_enough_blocks_are_no_cause_for_a_warning(table):
    assert undecidable.warnings(10, table) == undecidable.warnings(40, table) == []


@pytest.mark.parametrize(("blocks", "words"), [(1, "1 block decides no claim"), (5, "5 blocks decide no claim")])
def test_too_few_blocks_decide_nothing(table, blocks, words):
    (line,) = undecidable.warnings(blocks, table)
    assert line.startswith(words) and "6 are the fewest" in line


def test_without_an_archive_nothing_is_foretold(tmp_path):
    assert undecidable.warnings(7, tmp_path / "none.csv") == []


def test_a_run_says_so_once_before_it_starts_and_a_matrix_does_not(config, monkeypatch, capsys):
    monkeypatch.setattr(undecidable, "warnings", lambda blocks: [f"can't with {blocks}"])
    sweep = load(config)
    messages.announce_dry_run(sweep, ["snakemake", "-n"])
    assert capsys.readouterr().err.splitlines()[-1] == "can't with 7"
    messages.announce_dry_run(sweep, ["snakemake", "-n", "safety"])
    assert "can't" not in capsys.readouterr().err
    messages.announce(sweep, {"all"}, here=False)
    assert capsys.readouterr().err.splitlines()[-1] == "can't with 7"


def test_the_published_table_foretells_for_the_default_sweep_and_the_quick_one():
    assert undecidable.TABLE.exists()
    assert all(" readings with 7 blocks: that needs an SD of " in line for line in undecidable.warnings(7))
    assert len(undecidable.warnings(2)) == 1
