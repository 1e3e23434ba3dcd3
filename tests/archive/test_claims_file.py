"""An archive's claims get today's keys; its readings and its margins stay those that its run had declared."""

from pathlib import Path

import pytest

from archive.claims_file import ROOT, in_archive, updated

OLD = {
    "span": [1, 2],
    "claims": [
        {
            "id": "a",
            "tests": [{"criterion": "grows", "margin": 2, "also": True}],
            "readings": [{"payload": "items", "operations": ["create"]}],
        },
        {"id": "gone", "tests": [{"criterion": "grows", "margin": 3}]},
        {"id": "q", "tests": [{"criterion": "better", "margin": 1.5}], "readings": [], "than": ["x"]},
    ],
}
NOW = {
    "claims": [
        {
            "id": "a",
            "tests": [{"criterion": "grows", "margin": 2}],
            "headline": [{"operation": "create"}],
            "readings": [{"payload": "items", "operations": ["attach"], "sizes": [1]}],
        },
        {"id": "q", "kind": "question", "than": ["x"]},
    ]
}


def test_new_keys_come_in_and_readings_stay():
    first, gone, question = updated(OLD, NOW)["claims"]
    assert first["headline"] == [{"operation": "create"}] and first["readings"] == OLD["claims"][0]["readings"]
    assert "also" not in first["tests"][0]
    assert gone == OLD["claims"][1]
    assert question == {"id": "q", "kind": "question", "than": ["x"]}
    assert "also" in OLD["claims"][0]["tests"][0]


def test_each_file_of_claims_has_its_place_in_an_archive():
    run = {"config": {"claims": ["config/claims/article.yaml", "config/claims/joblib.yaml"]}}
    article, joblib = in_archive(Path("x"), run)
    assert article == (Path("x/claims.yaml"), ROOT / "config/claims/article.yaml")
    assert joblib == (Path("x/claims-joblib.yaml"), ROOT / "config/claims/joblib.yaml")
    assert in_archive(Path("x"), {"config": {}}) == in_archive(Path("x"), {"decides": {}}) == [article]


def test_another_margin_is_refused():
    now = {"claims": [NOW["claims"][0] | {"tests": [{"criterion": "grows", "margin": 9}]}]}
    with pytest.raises(ValueError, match="claim a: the margins .* are others today"):
        updated(OLD, now)
