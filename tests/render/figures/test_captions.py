"""A figure's finding names its ends and the margin that was asked for."""

import pytest

from render.figures import captions


def reading(estimate, criterion="grows", operation="copy_out", **where):
    conditions = {"operation": operation, "payload": "items", "interpreter": "3.13", **where}
    return {"criterion": criterion, "estimate": estimate, "conditions": conditions}


def test_the_finding_names_both_ends_and_what_was_asked():
    margins = [{"criterion": "grows", "margin": 2}]
    told = captions.extremes([reading(1.0), reading(4812.0), reading(3.0)], captions.format_margins(margins))
    assert told == (
        "The growth goes from ×1 (copy_out, items, Python 3.13) to ×4,810 (copy_out, items, Python 3.13); "
        "to hold it has to be more than ×2."
    )


@pytest.mark.parametrize(
    ("criterion", "margin", "words"),
    [
        ("flat", 1.5, "within ×0.67 to ×1.5"),
        ("about_ratio", [6.7, 15], "×6.7 to ×15"),
        ("regret", 1.5, "at most ×1.5"),
        ("limit", [9500000, 10500000], "9,500,000 to 10,500,000 bytes"),
    ],
)
def test_margins_are_told_as_they_judge(criterion, margin, words):
    assert captions.format_margin(criterion, margin) == words
