"""Blocks become one table; an interpreter that was replaced between two of them is found."""

import pandas as pd
import pyarrow as pa
import pytest

from collect import raw_schema, samples


def block(**versions):
    return pa.Table.from_pandas(pd.DataFrame({"interpreter": list(versions), "version": list(versions.values())}))


def test_one_that_was_replaced_between_two_blocks_is_named_with_both(tmp_path):
    known = {}
    samples.check_versions(block(new="3.13.0", old="3.8.18"), tmp_path / "0", known)
    samples.check_versions(block(new="3.13.0"), tmp_path / "1", known)
    samples.check_versions(block(new=""), tmp_path / "1", known)  # a set's row tells none
    with pytest.raises(raw_schema.BadData, match="2: old is 3.8.19 in it, and 3.8.18 in .*0: it was replaced"):
        samples.check_versions(block(new="3.13.0", old="3.8.19"), tmp_path / "2", known)
