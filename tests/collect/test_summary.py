"""A summary has every column that an older one had, and drift beside them, from older samples too."""

from pathlib import Path

import pandas as pd
import pytest

from collect import cells, drift, summary
from support.run_folder import RunFolder

ARCHIVES = sorted(path.parent for path in Path("results/published").glob("*/samples.parquet"))


@pytest.mark.parametrize("folder", ARCHIVES, ids=lambda folder: folder.name)
def test_samples_of_an_older_archive_give_a_summary_with_drift(folder):
    archived = pd.read_csv(RunFolder(folder).summary, dtype={"interpreter": str})
    cells.fill_old_columns(archived)
    found = summary.summary(*summary.values(cells.load(RunFolder(folder).samples)))
    assert len(found) == len(archived)
    assert {*archived.columns, *drift.COLUMNS} - {"node"} <= {*found.columns}
    assert {drift.DRIFTING, drift.AT_REST, drift.NOT_SHOWN} == {*found["steadiness"].dropna()}
    assert found["steadiness"][~found["operation"].isin(drift.LOOPED)].isna().all()
    assert found["seconds"][found["steadiness"].notna()].notna().all()
