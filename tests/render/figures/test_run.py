"""The figure of drift shows what the judge counts, and one that drifts far flattens no other."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

from render.figures import run
from render.figures.data import Data


def data(rows):
    """Made-up conditions of (operation, drift, steadiness)."""
    found = object.__new__(Data)
    frame = pd.DataFrame(rows, columns=["operation", "drift", "steadiness"])
    found.conditions = frame.assign(
        interpreter="3.13", backend="a", payload="items", size_bytes=1024, processes=1, drift_low=0.9, drift_high=1.1
    )
    return found


def test_every_condition_with_a_class_is_shown_and_no_point_lies_beyond_the_edge():
    rows = [("read_item", 0.5, "drifting"), ("transfer", 7.0, "not shown"), ("latency", 1e-3, "not shown")]
    drawn = run.drift(data([*rows, ("empty_loop", 1.0, "at rest"), ("create", np.nan, np.nan)]))
    assert drawn.finding == "1 of 3 conditions drift within their windows."
    assert drawn.table["drift"].tolist() == [0.5, 7.0, 1e-3]
    lines = [line for axis in drawn.figure.axes for line in axis.lines]
    assert sorted(height for line in lines for height in line.get_ydata()) == [0.25, 0.5, 4.0]
    assert [line.get_color() for line in lines if 0.5 in line.get_ydata()] == [run.COLOURS[1]]
    plt.close("all")


def test_a_run_without_windows_has_no_such_figure():
    assert run.drift(data([("create", np.nan, np.nan)])) is None
