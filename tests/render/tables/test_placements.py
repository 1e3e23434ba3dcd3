"""Placed workers: a row a condition that has a placement, a cell for each, and the reason where one was refused."""

import numpy as np
import pandas as pd

from render.tables import placements


def summary(*rows):
    names = [*placements.CONDITION, "placement", "seconds", "low", "high", "error", "reason"]
    where = ["3.12", "read_item", "b", "items", 1024, 2]
    return pd.DataFrame([[*where, *row] for row in rows], columns=names)


def test_a_run_without_placements_has_no_table():
    assert placements.to_context(summary(["none", 1e-6, 1e-6, 1e-6, None, None])) is None


def test_placements_stand_beside_each_other_with_their_reasons():
    found = placements.to_context(
        summary(
            ["none", 1e-6, 0.9e-6, 1.1e-6, None, None],
            ["compact", 2e-3, np.nan, np.nan, None, None],
            ["spread", np.nan, np.nan, np.nan, "refused", "there is nothing to spread over"],
        )
    )
    assert found["names"] == ["none", "compact", "spread"]
    assert found["refused"] == [("spread", "there is nothing to spread over")]
    (row,) = found["rows"]
    assert [cell["seconds"] for cell in row["cells"]] == ["1 µs", "2 ms", ""]
    assert row["cells"][0]["low"] == "900 ns" and row["cells"][1]["low"] == ""
