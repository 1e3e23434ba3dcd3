"""README's table of jobs: what a mechanism needs, and why nothing is advised."""

from maintain import answers_table

ROW = {"backend": "a_channel", "needs": answers_table.STANDARD, "safe": "not probed for safety"}
JOB = {"use": ROW, "faster": False}


def test_what_is_needed_and_why_nothing_is_advised():
    assert answers_table.caveats(ROW, JOB) == "none"
    assert answers_table.caveats(ROW | {"needs": "Linux"}, JOB) == "needs Linux"
    assert answers_table.caveats(ROW, JOB | {"use": None}) == "not probed for safety"
