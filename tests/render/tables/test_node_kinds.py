"""A kind's view has its own rows; a factor between kinds is of the conditions that both have."""

import pandas as pd
import pytest

from collect import cells
from render.tables.node_kinds import CONDITION, factors


def test_a_view_has_the_rows_of_its_kind_and_a_factor_is_of_what_both_have():
    rows = [["3.12", "b", "items", size, 1, "create", seconds] for size, seconds in ((64, 1.0), (128, 2.0))]
    frame = pd.DataFrame(rows * 2, columns=[*CONDITION, "seconds"]).assign(kind=["a", "a", "b", "b"])
    frame.loc[2:, "seconds"] *= 3
    both = [cells.rows_of_kind(frame, "a"), cells.rows_of_kind(frame, "b")]
    assert list(factors(both, [{}, {}])) == [(2, pytest.approx(3), 1.0)]
    assert list(factors(both, [{"3.12": "plain"}, {"3.12": "plain"}])) == [(2, pytest.approx(3), 1.0)]
    assert next(factors(both, [{"3.12": "plain"}, {"3.12": "pgo lto"}]))[0] == 0
    assert cells.rows_of_kind(frame, None) is frame
    assert list(cells.unplaced(frame.assign(placement=["none", "compact"] * 2)).index) == [0, 2]
