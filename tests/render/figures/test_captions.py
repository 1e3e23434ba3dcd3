"""A figure's finding names its ends and the margin that was asked for."""

import dataclasses

import pytest

from judge import criteria
from judge.model import Reading
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


def test_a_single_reading_has_no_ends():
    assert captions.extremes([reading(3.0, size=1024)], "") == "The growth is ×3 (copy_out, items, 1 KiB, Python 3.13)."


def limit(limit_bytes, element, cap_reason=""):
    """A reading of a search, as the judge makes it; with a `cap_reason` it ended before a limit."""
    row = {"limit_bytes": limit_bytes, "capped": bool(cap_reason), "cap_reason": cap_reason}
    row["failure"] = "" if cap_reason else "ValueError"
    where = {"operation": "create and read back", "payload": element, "interpreter": "3.13"}
    asked = Reading("limit", where, (9_500_000, 10_500_000), "bytes")
    return dataclasses.asdict(criteria.limit(asked, None, None, row))


@pytest.mark.parametrize("reason", ["the configured cap", "the machine's memory", "a trial took too long"])
@pytest.mark.parametrize("reached", [8_000_000, 20_000_000])
def test_where_a_search_ended_is_no_limit(reason, reached):
    ended, found = limit(reached, "ints", reason), limit(9_999_991, "bytes")
    assert captions.is_lower_bound(ended) and not captions.is_lower_bound(found)
    told = captions.extremes([found, ended], "")
    assert f"at least {reached:,} bytes (ints, Python 3.13)" in told
    assert " 9,999,991 bytes (bytes, Python 3.13)" in told and "at least 9,999,991" not in told


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


@pytest.mark.parametrize(
    ("met", "told"),
    [
        ([True], "The one figure that the explanation rests on keeps its bound."),
        ([False], "The one figure that the explanation rests on breaks its bound."),
        ([True, True], "All 2 figures that the explanation rests on keep their bounds with their whole intervals."),
        (
            [True, False],
            "1 of the 2 figures that the explanation rests on keep their bounds with their whole intervals.",
        ),
    ],
)
def test_how_many_figures_keep_their_bounds(met, told):
    assert captions.count_bounds_kept([{"met": one} for one in met]) == told
