"""What `make claim` measures: the default sweep, cut down to one claim, and no cell more."""

import re
from pathlib import Path

import pytest
import yaml

from judge import claims
from support import units
from support.validation import BadInput
from sweep import configuration, messages, pilot
from tests.sweep.default import load
from validate import one_claim

CLAIMS = {claim["id"]: claim for claim in claims.load(Path("config/claims/article.yaml"))["claims"]}
MEASURED = [name for name, claim in CLAIMS.items() if claim.get("kind") != "question"]


@pytest.mark.parametrize("name", MEASURED)
def test_the_configuration_is_sound(name):
    configuration.check(one_claim.config(CLAIMS[name]), [], one_claim_names())


def one_claim_names():
    from measure.contract import discovery
    from sweep import plan

    return {kind: sorted(discovery.paths(folder)) for kind, folder in plan.KINDS.items()}


@pytest.mark.parametrize("name", [name for name in MEASURED if "readings" in CLAIMS[name]])
def test_every_reading_that_decides_has_its_cells(name):
    """But for those whose mechanism declines, each declared operation, size and number of processes is planned."""
    claim, parts = CLAIMS[name], one_claim.config(CLAIMS[name])["sweep"]
    if claim["tests"][0]["criterion"] == "works":
        return
    planned = {
        (backend, payload, operation, units.size_in_bytes(size), processes, part["interpreters"])
        for part in parts
        for backend in part["backends"]
        for payload in part["payloads"]
        for operation in part["operations"]
        for size in part["sizes"]
        for processes in part["processes"]
    }
    for entry in claim["readings"]:
        for operation in entry["operations"]:
            for size in entry.get("sizes", [1024, 16777216]):
                for processes in entry.get("processes", [1]):
                    for backend in one_claim.backends_of(claim):
                        where = (backend, entry["payload"], operation, size, processes, entry["interpreters"])
                        assert where in planned, where


def test_it_measures_the_claim_s_own_backends_only():
    parts = one_claim.config(CLAIMS["tenfold"])["sweep"]
    assert {name for part in parts for name in part["backends"]} == {"manager_list", "shareable_list"}
    assert max(units.size_in_bytes(size) for part in parts for size in part["sizes"]) == 1048576


def test_an_unknown_claim_and_a_question(capsys):
    with pytest.raises(BadInput, match="ID=tenfild: there is no such claim; allowed: builtin-since-3.8, "):
        one_claim.main("tenfild")
    one_claim.main("better-mechanism")
    assert "is a question" in capsys.readouterr().out and "make mechanisms" in one_claim.QUESTION


@pytest.mark.parametrize("name", MEASURED)
def test_the_published_verdict_stands_beside(name):
    archive = one_claim.newest_archive(name)
    assert archive and one_claim.told(archive / "verdicts.json", name)


@pytest.fixture
def tried(config, monkeypatch):
    """A claim's configuration, and the cells of its pilot: each pretends to take `factor` times what is planned."""
    wanted = one_claim.config(CLAIMS["tenfold"]) | {"outdir": config["outdir"]}
    ran = []

    def pretend(factor):
        def run(sweep, rows):
            ran.append([row["name"] for row in rows])
            return [factor * float(row["seconds"]) for row in rows]

        monkeypatch.setattr(pilot, "run", run)
        return wanted

    return pretend, ran


def test_the_run_begins_with_what_the_pilot_found(tried):
    pretend, ran = tried
    wanted = pretend(0.5)
    chosen = one_claim.fitted(wanted)
    assert one_claim.extent(wanted, chosen) == "7 blocks" and len(ran) == 1
    sweep = load(chosen)
    assert messages.piloted(sweep)["cells"] == ran[0] and messages.estimated_seconds(sweep) < 285
    pilot.fit_plan(sweep, 40.0)
    assert len(ran) == 1


def test_a_slow_machine_measures_less_and_says_so(tried, capsys):
    pretend, _ = tried
    wanted = pretend(2)
    assert one_claim.extent(wanted, one_claim.fitted(wanted)) == "6 blocks, under the newest interpreter only"
    assert capsys.readouterr().out == ""
    wanted = pretend(20)
    assert one_claim.fitted(wanted)["blocks"] == 6
    assert re.match(r"This takes about \d+.\d minutes on this machine as it is now; with less", capsys.readouterr().out)


def test_what_was_begun_is_gone_on_with(tried):
    pretend, ran = tried
    wanted = pretend(2)
    folder, chosen = Path(wanted["outdir"]), one_claim.fitted(wanted)
    (folder / "config.yaml").write_text(yaml.safe_dump(chosen), encoding="utf-8")
    (folder / "raw").mkdir()
    (folder / "raw/0.csv").touch()
    pretend(0.5)
    assert one_claim.fitted(wanted) == chosen and len(ran) == 1


def test_a_claim_of_checks_is_tried_as_it_is():
    wanted = one_claim.config(CLAIMS["unlink-once"])
    assert one_claim.fitted(wanted) is wanted and one_claim.extent(wanted, wanted) == "1 block"


def test_a_budget_is_no_claims(tmp_path, monkeypatch):
    base = yaml.safe_load(Path("config/config.yaml").read_text(encoding="utf-8"))
    (tmp_path / "config").mkdir()
    (tmp_path / "config/config.yaml").write_text(yaml.safe_dump(base | {"blocks": None, "budget": "45 min"}))
    monkeypatch.setattr(one_claim, "ROOT", tmp_path)
    wanted = one_claim.config(CLAIMS["tenfold"])
    assert (wanted["blocks"], wanted["budget"]) == (6, None)
