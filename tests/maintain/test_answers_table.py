"""README's table of jobs: what a mechanism needs, and why nothing is advised."""

from maintain import answers_table

ROW = {"backend": "a_channel", "needs": answers_table.STANDARD, "safe": "not probed for safety"}
JOB = {"use": ROW, "faster": False, "interpreter": "3.15"}


def test_what_is_needed_and_why_nothing_is_advised():
    assert answers_table.caveats(ROW, JOB) == "none"
    assert answers_table.caveats(ROW | {"needs": "Linux"}, JOB) == "needs Linux"
    assert answers_table.caveats(ROW, JOB | {"use": None}) == "not probed for safety"
    assert answers_table.caveats(ROW, JOB, {("a_channel", "3.15")}) == "no exception when its receiver dies"
    assert answers_table.caveats(ROW, JOB, {("a_channel", "3.8")}) == "none"
