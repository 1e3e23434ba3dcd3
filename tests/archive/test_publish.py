"""The archived run is what the texts quote, is small, and names no path of the machine."""

import hashlib
import json
import os
import shutil
import subprocess
import sys

import pytest

from archive import publish, sound
from archive.newest import newest
from judge import claims
from maintain import splice_docs
from provenance import decides

RUN = splice_docs.newest_archive()


def test_the_texts_quote_the_archive_and_the_simulation():
    for path, text in splice_docs.texts().items():
        assert path.read_text(encoding="utf-8") == text, f"{path.name} is out of date: make quote"


def test_a_mark_that_is_missing_is_an_error():
    assert (
        splice_docs.spliced("a\n<!-- x -->\nold\n<!-- end -->\nb", "x", "new") == "a\n<!-- x -->\nnew\n<!-- end -->\nb"
    )
    with pytest.raises(ValueError, match="no mark for y"):
        splice_docs.spliced("a", "y", "new")


@pytest.mark.parametrize("picture", publish.SHOWN)
def test_the_figure_that_is_archived_is_the_one_that_was_drawn(picture):
    folder = splice_docs.newest_ranking().parent
    noted = (folder / publish.FIGURES).read_text(encoding="utf-8")
    assert f"{hashlib.sha256((folder / picture).read_bytes()).hexdigest()}  {picture}" in noted


def archive_verdicts(folder, outdir, *controls_found):
    folder.mkdir(parents=True)
    instrument = {"controls": [{"found": found} for found in controls_found]}
    (folder / "verdicts.json").write_text(json.dumps({"run": {"config": {"outdir": outdir}}, "instrument": instrument}))


def test_a_run_that_missed_a_control_is_quoted_only_where_no_other_is(tmp_path):
    assert newest(tmp_path) is None
    archive_verdicts(tmp_path / "c", "results", True, False)
    assert newest(tmp_path).name == "c"
    archive_verdicts(tmp_path / "a", "results", True, True)
    archive_verdicts(tmp_path / "b", "results/mechanisms", True)
    assert newest(tmp_path).name == "a" and newest(tmp_path, "results/mechanisms").name == "b"
    archive_verdicts(tmp_path / "d", "results", True, True)
    assert newest(tmp_path).name == "d"


def test_the_answer_is_that_of_the_run_of_all_mechanisms(tmp_path, monkeypatch):
    monkeypatch.setattr(splice_docs, "ROOT", tmp_path)
    for name, outdir in (("a", "results/mechanisms"), ("b", "results")):
        archive_verdicts(tmp_path / "results" / "published" / name, outdir)
    assert splice_docs.newest_archive().parent.name == "b" and splice_docs.newest_ranking().parent.name == "a"
    shutil.rmtree(tmp_path / "results" / "published" / "a")
    assert splice_docs.newest_ranking().parent.name == "b"


def test_snakemakes_time_stamp_is_no_figure(tmp_path):
    for name in ("a.svg", ".snakemake_timestamp"):
        (tmp_path / name).write_text(name)
    assert publish.figure_sums(tmp_path).endswith("  a.svg\n") and publish.figure_sums(tmp_path).count("\n") == 1


@pytest.mark.skipif(RUN is None, reason="no run was published")
def test_the_archive_is_small_and_names_no_path():
    assert sum(path.stat().st_size for path in RUN.parent.iterdir()) < 10_000_000
    for name in ("plan.csv", "run.json", "verdicts.json", "limits.csv"):
        assert "/bin/python" not in (RUN.parent / name).read_text(encoding="utf-8")


def refused_run(folder):
    """A results folder whose judge refused a pair of twins."""
    pair = {"pair": ["memfd", "shared_memory"], "interpreter": "3.13", "payload": "items", "operation": "read_item"}
    pair |= {"size": 2**24, "processes": 1, "estimate": 2.44, "low": 2.0, "high": 3.0, "margin": 1.15, "refused": True}
    folder.mkdir()
    verdicts = {"instrument": {"twins": {"pairs": 26, "refused": [pair], "widest": []}}}
    judged = [{"id": one["id"]} for one in claims.load(decides.CLAIMS)["claims"]]
    verdicts |= {"run": {}, "claims": judged, "answer": {}, "span": [1, 2]}
    (folder / "figures").mkdir()
    for name in (*publish.FILES, "plan.csv"):
        (folder / name).write_text("name,python\n", encoding="utf-8")
    (folder / "verdicts.json").write_text(json.dumps(verdicts))
    (folder / "run.json").write_text(json.dumps({"decides": decides.digests()}))
    return folder


def test_a_run_whose_twins_differ_is_refused_by_name_and_nothing_is_written(tmp_path):
    results, folder = refused_run(tmp_path / "results"), tmp_path / "published" / "label"
    command = [sys.executable, "-m", "archive.publish", str(results), str(folder)]
    done = subprocess.run(command, env=os.environ | {"PYTHONPATH": "scripts"}, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "not published:",
        "memfd and shared_memory must take the same time and don't: read_item of 16 MiB of items, 1 process(es), "
        "Python 3.13: 2.44 times (2 to 3), beyond 1.15",
    ]
    assert not folder.parent.exists()


def test_a_run_that_started_before_what_decides_changed_is_refused_by_name(tmp_path, monkeypatch):
    results, folder = refused_run(tmp_path / "results"), tmp_path / "published" / "label"
    monkeypatch.setattr(publish, "differing_twins", lambda verdicts: [])
    then = decides.digests() | {"claim tenfold": "of then", "claim gone": "x", "workload queue": "of then"}
    del then["scripts/judge/criteria.py"]
    (results / "run.json").write_text(json.dumps({"decides": then}))
    with pytest.raises(publish.RefusedRun) as refusal:
        publish.publish(results, folder)
    assert str(refusal.value) == (
        f"{results}/run.json: the run started before these became what they are: claim gone, claim tenfold, "
        f"scripts/judge/criteria.py, workload queue; move {results}/raw, {results}/blocks and {results}/plan.csv away, "
        "and measure again"
    )
    assert not folder.parent.exists()


@pytest.mark.parametrize("facts", [{"config": {}}, {"decides": "4f2a"}, []])
def test_a_run_that_notes_nothing_of_what_decides_is_refused(tmp_path, monkeypatch, facts):
    results = refused_run(tmp_path / "results")
    monkeypatch.setattr(publish, "differing_twins", lambda verdicts: [])
    (results / "run.json").write_text(json.dumps(facts))
    with pytest.raises(publish.RefusedRun, match=r"run.json: is older than .* \(`decides`\); move .* measure again$"):
        publish.publish(results, tmp_path / "published" / "label")


def test_a_run_that_was_judged_by_other_claims_than_it_began_with_is_refused(tmp_path, monkeypatch):
    results, folder = refused_run(tmp_path / "results"), tmp_path / "published" / "label"
    monkeypatch.setattr(publish, "differing_twins", lambda verdicts: [])
    verdicts = json.loads((results / "verdicts.json").read_text())
    (results / "verdicts.json").write_text(json.dumps(verdicts | {"sources": [{"claims": [{"id": "mine"}]}]}))
    with pytest.raises(publish.RefusedRun, match="was judged by other claims than those of article.yaml, with"):
        publish.publish(results, folder)
    assert not folder.parent.exists()


@pytest.mark.parametrize("label", ["my run", "..", ".x", "a/../b c", "a\n"])
def test_a_label_that_a_shell_would_take_apart_is_refused(tmp_path, label):
    with pytest.raises(sound.Unsound, match="is not allowed; allowed: letters, digits"):
        publish.publish(refused_run(tmp_path / "results"), tmp_path / "published" / label)


def test_an_incomplete_run_is_refused_and_nothing_is_written(tmp_path):
    results, folder = refused_run(tmp_path / "results"), tmp_path / "published" / "label"
    (results / "limits.csv").unlink()
    with pytest.raises(sound.Unsound, match="limits.csv: is missing; a finished run has it"):
        publish.publish(results, folder)
    assert not folder.parent.exists()


def test_what_fails_half_way_leaves_nothing(tmp_path, monkeypatch):
    results, folder = refused_run(tmp_path / "results"), tmp_path / "published" / "label"
    monkeypatch.setattr(publish, "differing_twins", lambda verdicts: [])
    with pytest.raises(IndexError):  # a plan without a row
        publish.publish(results, folder)
    assert list(folder.parent.iterdir()) == []


def test_an_archive_is_never_overwritten(tmp_path):
    folder = tmp_path / "published" / "label"
    folder.mkdir(parents=True)
    with pytest.raises(sound.Unsound, match="is there already"):
        publish.publish(refused_run(tmp_path / "results"), folder)


def test_verdicts_without_refused_twins_may_be_published():
    assert publish.differing_twins({"instrument": {"twins": {"pairs": 3, "refused": [], "widest": []}}}) == []
    assert publish.differing_twins({"instrument": {}}) == []  # of an older judge


def test_the_readme_says_what_the_quoted_run_missed():
    hit = {"name": "eight", "expected": "2 times as slow as four", "found": True, "missed": None, "estimate": 2.0}
    assert splice_docs.missed_controls([hit]) == "All 1 planted errors were found."
    missed = hit | {"found": False, "estimate": 2.517, "missed": "seen, but as 2.52 instead of 2"}
    assert "eight (2 times as slow as four: seen, but as 2.52 instead of 2)" in splice_docs.missed_controls([missed])
    del missed["missed"]  # of an older judge
    assert "eight (2 times as slow as four: measured as 2.52)" in splice_docs.missed_controls([hit, missed])


def test_publishing_drops_the_interpreters_paths(tmp_path):
    plan = tmp_path / "plan.csv"
    plan.write_text("name,python,block\na,/opt/python,0\n")
    assert publish.without_column(plan, "python") == "name,block\na,0\n"
