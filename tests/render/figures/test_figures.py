"""What the figures promise: colours that the eye tells apart, crosses where a line ends, labels side by side."""

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from render.figures import captions, lines, style
from render.figures.data import Data
from support import units


def data(count):
    """Made-up facts of `count` backends, without samples."""
    found = object.__new__(Data)
    names = [f"backend_{place:02}" for place in range(count)]
    found.summary = pd.DataFrame({"backend": names})
    found.facts = {
        name: {"shared": place > 1, "servers": place % 3 == 0, "needs": ["x"] * (place % 2)}
        for place, name in enumerate(names)
    }
    return found


@pytest.mark.parametrize("count", [3, 8, 9, 36])
def test_no_figure_has_more_lines_than_colours_and_none_is_lost(count):
    found = data(count)
    families = found.families(found.summary)
    members = [name for some in families.values() for name in some]
    assert sorted(members) == sorted(found.facts)
    assert max(map(len, families.values())) <= len(style.COLOURS) == len(set(style.COLOURS))
    assert (list(families) == [""]) == (count <= 8)


def test_a_part_of_the_backends_keeps_its_families():
    found = data(36)
    few = found.summary.iloc[[0, 3, 5]]
    home = {name: title for title, some in found.families(found.summary).items() for name in some}
    families = found.families(few)
    assert sorted(name for some in families.values() for name in some) == sorted(few["backend"])
    assert all(home[name] == title for title, some in families.items() for name in some)


def test_a_line_that_ends_early_has_a_cross_at_the_first_size_that_was_refused():
    part = pd.DataFrame({"size_bytes": [1, 2, 4, 8], "seconds": [1.0, 2.0, None, None]})
    _, axis = plt.subplots()
    lines.mark_end(axis, part, "size_bytes", "red")
    cross = axis.lines[-1]
    assert (cross.get_xdata()[0], cross.get_ydata()[0], cross.get_marker()) == (4, 2.0, "x")
    lines.mark_end(axis, part.iloc[:2], "size_bytes", "red")
    assert len(axis.lines) == 2  # a line that goes to its end has none
    plt.close("all")


@pytest.mark.parametrize("places", [[0.1, 0.11, 0.12], [0.98, 0.99, 1.0], [0.0, 0.5], []])
def test_labels_never_overlap_nor_leave_the_panel_above(places):
    found = style.push_apart(places, 0.1)
    assert all(after - before > 0.0999 for before, after in zip(found, found[1:], strict=False))
    assert not found or max(found) <= 1.0001


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


@pytest.mark.parametrize(
    ("value", "words"),
    [(0.001, "0.001"), (2, "2"), (10000, "10,000"), (1e5, "$10^{5}$"), (2e5, r"$2\cdot10^{5}$"), (1e-5, "$10^{-5}$")],
)
def test_ticks_say_their_value(value, words):
    assert units.format_number(value) == words
