"""Rows as records, and a quantity of theirs side by side, block by block."""

import numpy as np
import pandas as pd

from judge.records import in_common, records, records_by, wide_table

ROWS = [("a", 0, 1.0), ("a", 1, 2.0), ("b", 1, 20.0), ("b", 0, 10.0), ("a", 2, 3.0)]
FRAME = pd.DataFrame(ROWS, columns=["backend", "block", "seconds"])


def test_what_a_table_lacks_is_nan_and_its_rows_are_found_by_their_keys():
    rows = records_by(FRAME.assign(operation="x"), ["backend", "operation"], ["block", "loop"])["b", "x"]
    assert rows["block"].tolist() == [1, 0] and np.isnan(rows["loop"]).all()


def test_a_block_that_lacks_a_column_is_left_out():
    wide = wide_table(records(FRAME, list(FRAME)), "backend")
    assert (wide.blocks.tolist(), wide.columns) == ([0, 1], ["a", "b"])
    assert wide.of("b").tolist() == [10, 20]


def test_two_tables_have_in_common_what_both_have():
    one = wide_table(pd.DataFrame({"block": [0, 1, 0, 1], "size": [1, 1, 2, 2], "seconds": [1.0, 2, 3, 4]}), "size")
    other = wide_table(pd.DataFrame({"block": [1, 2, 1, 2], "size": [2, 2, 3, 3], "seconds": [5.0, 6, 7, 8]}), "size")
    columns, first, second = in_common(one, other)
    assert (columns, first.tolist(), second.tolist()) == ([2], [[4]], [[5]])
