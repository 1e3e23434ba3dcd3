"""What `make claim` measures: the default sweep, cut down to one claim, and no cell more."""

from pathlib import Path

import pytest

from judge import claims
from support import units
from support.validation import BadInput
from sweep import configuration
from validate import one_claim

CLAIMS = {claim["id"]: claim for claim in claims.load(Path("config/claims.yaml"))["claims"]}
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
