"""README's table of jobs: what a mechanism needs, what its probes saw, and who is faster at which price."""

import pytest

from maintain import answers_table

ROW = {"backend": "a_channel", "needs": answers_table.STANDARD, "safe": "not probed for safety"}
JOB = {"use": ROW, "faster": False}


@pytest.mark.parametrize(
    ("seen", "told"),
    [
        (set(), "none"),
        ({("a_channel", "two_senders", "not seen"), ("another", "two_senders", "yes")}, "none"),
        ({("a_channel", "two_senders", "yes")}, "two senders need a lock"),
        (
            {("a_channel", "two_senders", "yes"), ("a_channel", "larger_message", "refused")},
            "two senders need a lock; fixed size",
        ),
    ],
)
def test_what_no_channel_is_unsafe_for_is_told_all_the_same(seen, told):
    assert answers_table.caveats(ROW, JOB, seen) == told


def test_what_is_needed_and_why_nothing_is_advised():
    assert answers_table.caveats(ROW | {"needs": "Linux"}, JOB, set()) == "needs Linux"
    assert answers_table.caveats(ROW, JOB | {"use": None}, set()) == "not probed for safety"


def test_a_run_that_probed_nothing_has_seen_nothing(tmp_path):
    assert answers_table.probed(tmp_path / "verdicts.json") == set()
    (tmp_path / "safety.csv").write_text("backend,probe,answer\na_channel,two_senders,yes\n", encoding="utf-8")
    assert answers_table.probed(tmp_path / "verdicts.json") == {("a_channel", "two_senders", "yes")}
