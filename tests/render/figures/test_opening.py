"""The opening figure shows what a run has measured, says what it lacks, and tells the unsafe from the safe."""

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from render.figures import opening
from render.figures.data import Data

SAFETY = {"shared_memory": "unsafe", "memfd": "passed", "shareable_list": "unsafe", "manager_list": "passed"}


def data(names=tuple(opening.ROWS), labels=("3.8", "3.13"), probed=True):
    """Made-up times of all tasks, of each mechanism ten times those of the one before; ShareableList refuses 16 MiB."""
    rows = [
        {"interpreter": label, "backend": name, "operation": operation, "payload": payload, "size_bytes": size}
        for label in labels
        for name in names
        for _, operation, payload, size in opening.TASKS
    ]
    found = object.__new__(Data)
    found.summary = pd.DataFrame(rows).assign(processes=1, error=None)
    times = [2e-8 * 10.0 ** list(opening.ROWS).index(name) for name in found.summary["backend"]]
    found.summary = found.summary.assign(seconds=times, low=times, high=times)
    refused = (found.summary["backend"] == "shareable_list") & (found.summary["size_bytes"] == 2**24)
    found.summary.loc[refused, ["seconds", "low", "high"]] = None
    found.summary.loc[refused, "error"] = "exception"
    found.interpreters = list(labels)
    where = [{"size": size, "backends": [name]} for size, name in ((2**16, "shareable_list"), (2**24, "manager_list"))]
    readings = [{"criterion": "regret", "conditions": one} for one in where]
    told = [{"interpreter": labels[-1], "backend": name, "safety": safety} for name, safety in SAFETY.items()]
    found.verdicts = {"claims": [{"readings": readings}], "workloads": {"mechanisms": told if probed else []}}
    return found


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def test_four_panels_have_the_same_rows_in_the_same_order_on_the_same_axis():
    axes = opening.opening(data()).figure.axes
    rows = [[label.get_text() for label in axis.get_yticklabels()] for axis in axes]
    assert len(axes) == 4 and rows == [list(opening.ROWS.values())[::-1]] * 4
    assert {axis.get_xlim() for axis in axes} == {opening.RANGE}


def test_each_dot_is_labelled_and_what_was_refused_has_a_cross():
    first, *_, last = opening.opening(data()).figure.axes
    assert [text.get_text() for text in first.texts] == ["2 ms", "200 µs", "20 µs", "2 µs", "200 ns", "20 ns"]
    assert "refused or failed" in [text.get_text() for text in last.texts]
    assert "x" in [line.get_marker() for line in last.lines] and "x" not in [line.get_marker() for line in first.lines]


def test_what_is_unsafe_is_hatched_what_is_advised_ringed_and_what_is_not_shared_hollow():
    first, *_, last = opening.opening(data()).figure.axes
    dots = [one for one in first.collections if one.get_sizes()[0] == opening.DOT]
    assert [bool(one.get_hatch()) for one in dots] == [False, True, False, False, True, False]
    rings = [
        [one.get_offsets()[0][1] for one in axis.collections if one.get_sizes()[0] == opening.RING]
        for axis in (first, last)
    ]
    assert rings == [[1], [0]]


def test_what_the_run_lacks_is_said():
    whole, part = opening.opening(data()), opening.opening(data(("shared_memory", "manager_list"), ("3.13",), False))
    assert "Not measured" not in whole.note and "probed" not in whole.note
    assert part.note.endswith(
        "Nothing was probed for safety in this run. Not measured in this run: a list, unshared, numpy on it, memfd, "
        "ShareableList, Python 3.8."
    )
    assert opening.opening(data(("shared_memory",))) is None


def test_the_finding_names_the_article_s_three():
    assert opening.opening(data()).finding == (
        "Reading one of 8,192 ints takes 200 ns from SharedMemory, 200 µs from a ShareableList and 2 ms from a Manager "
        "(Python 3.13)."
    )
