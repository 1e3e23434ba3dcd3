"""What other code measured is kept aside, told with its cost, and what is up to date stays where it is."""

from pathlib import Path

import pytest

from sweep import messages, outdated
from tests.sweep.default import load


@pytest.fixture
def measured(config):
    """A sweep all of whose first block is measured; each file has its digest alone."""
    sweep = load(config)
    for row in sweep.measured:
        if row["block"] == "0":
            path = sweep.out / "raw" / f"{row['name']}.csv"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"cell,digest\nx,{sweep.digests[row['backend']]}\n", encoding="utf-8")
    return sweep


def test_what_is_up_to_date_stays(measured):
    assert outdated.sets(measured) == []
    assert outdated.make_way(measured) == ""
    assert not (measured.out / "outdated").exists()


def test_after_a_change_of_one_mechanism_its_sets_are_kept_aside(measured):
    measured.digests["manager_list"] = "another"
    names = [name for name, rows in measured.sets.items() if any(row["backend"] == "manager_list" for row in rows)]
    names = [name for name in names if name.startswith("0/")]
    before = sorted(path.name for path in (measured.out / "raw" / names[0]).iterdir())
    told = outdated.make_way(measured)
    cells = sum(len(measured.sets[name]) for name in names)
    assert told.startswith(f"{cells} finished cells were measured by other code or settings")
    assert "minutes; those of before are kept in" in told
    (place,) = (measured.out / "outdated").iterdir()
    assert sorted(path.name for path in (place / names[0]).iterdir()) == before
    assert not any((measured.out / "raw" / name).exists() for name in names)
    assert outdated.sets(measured) == []


def test_a_file_without_a_row_is_outdated(measured):
    path = next(Path(measured.out / "raw").rglob("*.csv"))
    path.write_text("", encoding="utf-8")
    assert len(outdated.sets(measured)) == 1


def test_a_dry_run_tells_it_and_moves_nothing(measured, monkeypatch, capsys):
    monkeypatch.setattr(messages, "opening", lambda *_: "opening")
    measured.digests["manager_list"] = "another"
    messages.announce_dry_run(measured, ["snakemake", "-n"])
    assert "finished cells were measured by other code" in capsys.readouterr().err
    assert not (measured.out / "outdated").exists()
