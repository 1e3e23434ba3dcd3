"""claims.yaml is checked before anything runs: one line a mistake."""

import json

import pytest

from judge import claims
from tests.judge.synthetic import SPAN
from tests.judge.test_verdicts import CLAIM


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"colour": 1}, "'colour' is not known; allowed: advice, "),
        ({"tests": [{"criterion": "shrinks", "margin": 1, "why": ""}]}, "'shrinks' is not known; allowed: about_ratio"),
        ({"readings": [{"payload": "items", "operations": ["red"]}]}, "'red' is not known; allowed: append, attach"),
        ({"readings": [{"payload": "atoms", "operations": []}]}, "'atoms' is not known; allowed: blob, items"),
        ({"tests": [{"criterion": "limit", "margin": 1, "why": ""}]}, "limit needs the key limit_of"),
    ],
)
def test_bad_claims_are_one_line(tmp_path, change, words):
    path = tmp_path / "claims.yaml"
    path.write_text(json.dumps({"span": SPAN, "claims": [dict(CLAIM, **change)]}))
    with pytest.raises(claims.BadClaims) as caught:
        claims.load(path)
    assert words in str(caught.value) and str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_claims_of_the_repository_are_sound():
    found = claims.load("config/claims.yaml")
    names = [claim["id"] for claim in found["claims"]]
    assert len(set(names)) == len(names)
    assert all(test["why"] for claim in found["claims"] for test in claim["tests"])
