"""A run's tables are the same, however many of its blocks are looked at together."""

import pandas as pd

from collect import raw_schema, tables
from tests.collect.raw_files import rows, write


def test_no_block_is_torn_apart(tmp_path, monkeypatch):
    """Of three blocks of five rows, in row groups of two, the first two share a row group."""
    path = tmp_path / "samples.parquet"
    frame = raw_schema.read([write(tmp_path, rows(block=block)) for block in range(3)])
    frame.to_parquet(path, index=False, row_group_size=2)
    together = tables.read(path)
    monkeypatch.setattr(tables, "AT_ONCE", 1)
    assert list(tables.whole_blocks(path)) == [[0, 1, 2, 3, 4], [5, 6, 7]]
    for part, whole in zip(tables.read(path), together, strict=True):
        pd.testing.assert_frame_equal(part, whole)
    assert len(together.cells) == 3


def test_a_part_has_the_rows_of_its_kind(tmp_path):
    found = tables.of(raw_schema.read([write(tmp_path, rows())]))
    assert len(found.where("placement", "none").cells) == len(found.where("placement", None).cells) == 1
    assert found.where("placement", "one core").cells.empty
