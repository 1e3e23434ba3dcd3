"""What archived runs say of each claim stands side by side."""

from maintain import replication

COUNT = {"true": 1, "false": 2, "declared": 4}


def claim(name, verdict, short="It takes 2 times [1, 3] as long. A further test, which doesn't count (x): no.", **more):
    margin = {"criterion": "works" if name.startswith("there") else "grows", "margin": None}
    return {"id": name, "verdict": verdict, "short": short, "margins": [margin], "count": COUNT, **more}


def test_a_claim_that_two_runs_measured_has_a_row_with_their_effects():
    runs = {
        "one": {"claims": [claim("grows", "depends"), claim("alone", "holds"), claim("there", "holds")]},
        "other": {"claims": [claim("grows", "fails"), claim("there", "holds"), claim("there_too", "holds")]},
        "third": {"claims": [claim("grows", "not measured here"), claim("there_too", "holds")]},
    }
    assert replication.lines(runs) == [
        "| claim | one | other | third |",
        "|---|---|---|---|",
        "| grows | **depends** (1 of 4 hold, 2 fail, 1 open): It takes 2 times [1, 3] as long. "
        "| **fails**: It takes 2 times [1, 3] as long. | not measured |",
        "| there, there_too | **holds** (1 of 2 measured) | **holds** | **holds** (1 of 2 measured) |",
    ]


def test_what_works_in_one_run_only_has_a_row_of_its_own():
    runs = {name: {"claims": [claim("there", verdict)]} for name, verdict in (("one", "holds"), ("other", "fails"))}
    assert replication.lines(runs)[2].startswith("| there | **holds**: It takes")
