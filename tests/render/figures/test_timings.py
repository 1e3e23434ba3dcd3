"""Lines of interpreters that were built otherwise stand in one panel with the words that they are not comparable."""

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from render.figures import claims, timings
from render.figures.data import Data

LABELS = ("3.8", "3.13")


def data(builds):
    """Made-up times of two backends under two interpreters, with one worker and with two."""
    rows = [
        {"interpreter": label, "backend": name, "size_bytes": size, "processes": processes}
        for label in LABELS
        for name in ("manager_list", "shared_memory")
        for size in (1024, 65536)
        for processes in (1, 2)
    ]
    found = object.__new__(Data)
    found.summary = pd.DataFrame(rows).assign(payload="items", operation="read_item", error=None, reason=None)
    found.summary = found.summary.assign(seconds=1e-6, low=9e-7, high=2e-6, blocks=7, oversubscribed=False)
    found.facts = dict.fromkeys(found.summary["backend"], {"shared": True, "servers": 0, "replica": False})
    found.verdicts = {"run": {"builds": dict(zip(LABELS, builds)), "machine": {"cores": 2}}}
    found.interpreters, found.styles = list(LABELS), dict(zip(LABELS, ("-", "--")))
    found.colours = {"manager_list": "red", "shared_memory": "blue"}
    return found


@pytest.mark.parametrize("drawn", [timings.times, timings.throughput])
def test_a_figure_of_unlike_builds_says_so(drawn):
    words = "Times of different Pythons are not comparable: 3.13 is built with PGO and LTO, 3.8 without."
    notes = [draw().note for _, draw in drawn(data(["plain", "pgo lto"]))]
    assert notes and all(note.endswith(words) for note in notes)
    assert not any("comparable" in draw().note for _, draw in drawn(data(["plain", "plain"])))
    plt.close("all")


@pytest.mark.parametrize(
    ("drawing", "column", "why"),
    [(timings.times, "size_bytes", "At one size only"), (timings.throughput, "processes", "With one number of")],
)
def test_what_was_measured_at_one_place_has_no_panel_of_dots_and_stands_in_the_table(drawing, column, why):
    drawn = data(["plain", "plain"])
    more = drawn.summary.assign(operation="copy_out")
    drawn.summary = pd.concat([drawn.summary, more[more[column] == more[column].max()]])
    for found in (draw() for _, draw in drawing(drawn)):
        assert {axis.get_title().partition(",")[0] for axis in found.figure.axes if axis.get_visible()} == {"read_item"}
        assert "copy_out" in set(found.table["operation"]) and f"{why}" in found.note and "copy_out." in found.note
    plt.close("all")


def test_of_workers_in_two_roles_those_of_the_named_one_are_counted():
    drawn = data(["plain", "plain"])
    drawn.summary = drawn.summary[drawn.summary["processes"] == 2].assign(processes=4, operation="read_item_1_writer")
    ((_, draw),) = timings.throughput(drawn)
    found = draw()
    assert found.table["per_second"].tolist() == pytest.approx([3e6] * len(found.table))
    assert "those alone that do what is named" in found.note
    plt.close("all")


def test_where_a_search_ended_is_drawn_unlike_a_limit():
    readings = [
        {
            "criterion": "limit",
            "decides": True,
            "conditions": {"operation": "create and read back", "payload": name, "interpreter": "3.13"},
            **dict(estimate=bytes_, low=bytes_, high=bytes_, unit="bytes", verdict="fails", reason=reason),
        }
        for name, bytes_, reason in (
            ("bytes", 9_999_991, "one more: AssertionError"),
            ("ints", 20_000_000, "no limit up to a trial took too long"),
        )
    ]
    margins = [{"criterion": "limit", "margin": [9_500_000, 10_500_000]}]
    drawn = claims.claim(data(["plain", "plain"]), {"readings": readings, "margins": margins})
    dots = {
        line.get_xdata()[0]: line.get_markerfacecolor()
        for line in drawn.figure.axes[0].lines
        if line.get_marker() == "o"
    }
    assert dots[20_000_000] == "white" != dots[9_999_991]
    (arrow,) = drawn.figure.axes[0].texts
    assert arrow.xy[0] == 20_000_000 and "at least so much; the search ended there" in drawn.note
    found = claims.claim(data(["plain", "plain"]), {"readings": readings[:1], "margins": margins})
    assert not found.figure.axes[0].texts and "at least" not in found.note
    plt.close("all")


def test_a_figure_of_ratios_says_what_they_are_of():
    readings = [{"criterion": "at_least_ratio", "conditions": {"interpreter": label}} for label in LABELS]
    assert claims.ratio_note(data(["plain", "debug"]), readings).startswith(" Each estimate is of one Python alone.")
    assert claims.ratio_note(data(["plain", "debug"]), readings[:1]) == ""
    assert claims.ratio_note(data(["plain", "plain"]), readings) == ""
