"""A summary has every column that an older one had, and drift beside them, from older samples too."""

from pathlib import Path

import pandas as pd
import pytest

from collect import cells, drift, raw_schema, summary
from support.run_folder import RunFolder
from tests.collect.raw_files import rows, write

ARCHIVES = sorted(path.parent for path in Path("results/published").glob("*/samples.parquet"))


@pytest.mark.parametrize("folder", ARCHIVES, ids=lambda folder: folder.name)
def test_samples_of_an_older_archive_give_a_summary_with_drift(folder):
    archived = pd.read_csv(RunFolder(folder).summary, dtype={"interpreter": str})
    cells.fill_old_columns(archived)
    found = summary.summary(*summary.values(cells.load(RunFolder(folder).samples)))
    assert len(found) == len(archived)
    assert {*archived.columns, *drift.COLUMNS} - {"node"} <= {*found.columns}
    states = {*found["steadiness"].dropna()}  # of a quiet machine nothing drifts
    assert {drift.AT_REST, drift.NOT_SHOWN} <= states <= {drift.DRIFTING, drift.AT_REST, drift.NOT_SHOWN}
    assert found["steadiness"][~found["operation"].isin(drift.LOOPED)].isna().all()
    assert found["seconds"][found["steadiness"].notna()].notna().all()


def test_the_archives_together_have_each_state():
    tables = [pd.read_csv(RunFolder(folder).summary) for folder in ARCHIVES]
    assert {drift.DRIFTING, drift.AT_REST, drift.NOT_SHOWN} == {*pd.concat(tables)["steadiness"].dropna()}


def test_a_run_in_which_nothing_was_measured_says_why(tmp_path):
    found = rows()
    for row in found[1:-1]:
        row.update(error="refused", reason="needs 5 bytes of memory, 4 are free")
        for name in ("seconds_per_operation", "started_ns", "ended_ns", "loops"):
            row[name] = None
    frame = raw_schema.read([write(tmp_path, found)])
    with pytest.raises(raw_schema.BadData, match="nothing was measured; 1 of 1 operations: needs 5 bytes of memory"):
        summary.summary(*summary.values(frame))
