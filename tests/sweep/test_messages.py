"""A run opens with its estimate; one for the matrix alone opens and ends with its own words."""

from sweep import messages
from tests.sweep.default import load


def test_estimate_is_a_sentence_with_minutes(config):
    assert " minutes " in messages.estimate(load(config))


def test_the_words(sweep, tmp_path):
    alone = messages.opening(sweep(backends=["manager_list"]), {"safety"})
    assert alone.startswith("2 backends and interpreters to probe: about 0.2 minutes") and str(tmp_path) in alone
    assert messages.opening(sweep(), set()) == "the sweep"
    assert messages.opening(sweep(in_run=True), set()).startswith("the sweep; before the report ")
    assert "safety.csv" in messages.closing(tmp_path, {"safety"})
    assert messages.closing(tmp_path, {"all"}) == "No report was made."
