"""A line that ends early says so."""

import matplotlib.pyplot as plt
import pandas as pd

from render.figures import lines


def test_a_line_that_ends_early_has_a_cross_at_the_first_size_that_was_refused():
    part = pd.DataFrame({"size_bytes": [1, 2, 4, 8], "seconds": [1.0, 2.0, None, None]})
    _, axis = plt.subplots()
    lines.mark_end(axis, part, "size_bytes", "red")
    cross = axis.lines[-1]
    assert (cross.get_xdata()[0], cross.get_ydata()[0], cross.get_marker()) == (4, 2.0, "x")
    lines.mark_end(axis, part.iloc[:2], "size_bytes", "red")
    assert len(axis.lines) == 2  # a line that goes to its end has none
    plt.close("all")
