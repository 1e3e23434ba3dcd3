"""Claims of one's own on an archived run: verdicts, what would measure the rest, and an archive that stays as it is."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from snakemake.utils import update_config

from archive import sound, try_claims
from maintain import splice_docs
from measure.contract import discovery
from sweep import configuration, plan

pytestmark = [pytest.mark.slow, pytest.mark.skipif(splice_docs.newest_archive() is None, reason="no run was published")]
CLAIMS = Path("tests/archive/claims/by_the_guide.yaml")


@pytest.fixture(scope="module")
def tried():
    """(verdict by claim, what would measure the rest)"""
    folder = splice_docs.newest_archive().parent
    told, lacking = try_claims.judged(folder, CLAIMS)
    assert sound.check(folder)
    return {one.id: one for one in told}, lacking


def test_each_claim_that_was_measured_has_its_readings_and_a_verdict(tried):
    found = {name: (one.verdict, len(one.readings)) for name, one in tried[0].items()}
    assert found.pop("redis-is-slower") == ("not measured here", 1)
    assert {name: count for name, (_, count) in found.items()} == {
        "shared-memory-ten-times-faster": 4,
        "python-got-faster": 1,
        "a-lock-doubles-it": 2,
        "less-memory-than-a-manager": 1,
    }
    assert "not measured here" not in {verdict for verdict, _ in found.values()}
    for name in found:
        for reading in tried[0][name].readings:
            assert reading.low <= reading.estimate <= reading.high and reading.blocks >= 6, name


def test_what_is_lacking_is_a_piece_of_a_configuration(tried):
    lacking = tried[1]
    assert list(lacking) == ["sweep"] and [part["backends"] for part in lacking["sweep"]] == [["redis"]]
    config = yaml.safe_load(Path("config/config.yaml").read_text(encoding="utf-8"))
    update_config(config, yaml.safe_load(try_claims.fragment_text(lacking)))
    known = {kind: sorted(discovery.paths(folder)) for kind, folder in plan.KINDS.items()}
    configuration.check(config, ["config/config.yaml"], known)


def test_the_command_prints_both(tried):
    text = try_claims.text(list(tried[0].values()), tried[1])
    assert "redis-is-slower" in text and "not measured here" in text
    assert "This run lacks cells" in text and "backends: [redis]" in text


def test_what_somebody_wrote_who_knew_the_guide_alone_is_judged():
    """The file is as it was written: without a look into anything else, and without a trial."""
    folder = splice_docs.newest_archive().parent
    told, lacking = try_claims.judged(folder, CLAIMS.with_name("by_a_reader.yaml"))
    found = {one.id: (one.verdict, len(one.readings)) for one in told}
    assert found.pop("manager-data-dies-with-its-creator") == ("not measured here", 1)
    assert lacking == {"safety": {"interpreters": "newest", "backends": ["manager_list"], "in_run": True}}
    assert len(found) == 4 and all(verdict != "not measured here" and count for verdict, count in found.values())


def test_a_mistake_is_one_line_and_no_traceback(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(CLAIMS.read_text(encoding="utf-8").replace("backend: redis", "backend: radish"), encoding="utf-8")
    command = [sys.executable, "-m", "archive.try_claims", str(splice_docs.newest_archive().parent), str(path)]
    done = subprocess.run(command, env=os.environ | {"PYTHONPATH": "scripts"}, capture_output=True, text=True)
    assert done.returncode == 1 and done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"{path}: claim redis-is-slower: comparisons.0.of.backend: there is no backend 'radish'")
