"""A verdict in one line: by kind of operation, by payload where that tells more, by one factor where that tells all."""

from judge import summary_line
from judge.model import Reading

LONG = "x" * 200


def reading(verdict, operation="read_item", payload="items", interpreter="3.13", criterion="at_least_ratio", **where):
    conditions = {"operation": operation, "payload": payload, "interpreter": interpreter, **where}
    return Reading(criterion, conditions, 10, "times", verdict=verdict)


def test_a_short_sentence_stays():
    assert summary_line.summary_line([reading("holds")], "All is well.") == "All is well."


def test_a_long_sentence_about_nothing_decided_is_cut():
    for readings in ([], [reading("undecided"), reading("not measured")]):
        line = summary_line.summary_line(readings, LONG)
        assert len(line) == summary_line.LONG and line.endswith("x…")


def test_yes_for_single_items_no_for_whole_lists():
    found = [
        reading("holds"),
        reading("holds", "write_item"),
        reading("fails", "copy_out"),
        reading("undecided", "create"),
    ]
    assert summary_line.summary_line(found, LONG) == "Yes for single accesses; no for whole copies."


def test_one_factor_that_tells_is_named_else_they_are_counted():
    found = [reading("holds", interpreter="3.8"), reading("fails"), reading("fails", "copy_out")]
    assert (
        summary_line.summary_line(found, LONG) == "No for whole copies; partly for single accesses (only Python 3.8)."
    )
    found = [reading("holds", "copy_out"), reading("fails", "copy_out")]
    assert summary_line.summary_line(found, LONG) == "Partly for whole copies (1 of 2)."


def test_payloads_are_told_apart_where_they_disagree():
    found = [reading("holds", "copy_out", "blob", size=1), reading("holds", "copy_out", "blob", size=2)]
    found += [reading("fails", "copy_out", size=1), reading("holds", "copy_out", size=1)]
    assert (
        summary_line.summary_line(found, LONG)
        == "Yes for whole copies of one object; partly for whole copies of ints (1 of 2)."
    )


def test_of_several_tests_the_kindest_counts():
    found = [reading("fails", criterion="about_ratio"), reading("holds"), reading("fails", "copy_out")]
    assert summary_line.summary_line(found, LONG) == "Yes for single accesses; no for whole copies."
