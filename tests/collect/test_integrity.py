"""What a run's rows tell of the run: cells that overlap, and how long it measured."""

import numpy as np
import pytest

from collect import integrity, raw_schema
from tests.collect.raw_files import rows, write


def test_cells_at_the_same_time_are_found(tmp_path):
    first, second = rows(), rows(block=1)
    assert integrity.overlaps(raw_schema.read([write(tmp_path, first), write(tmp_path, second)])) == []
    for row in second:
        row["wall_started"] = 1004.0
    clash = integrity.overlaps(raw_schema.read([write(tmp_path, first), write(tmp_path, second)]))
    assert clash == [(first[0]["cell"], second[0]["cell"])]


def test_duty_counts_the_warm_up_and_the_busiest_worker(tmp_path):
    frame = raw_schema.read([write(tmp_path, rows(processes=2))])
    assert integrity.timed_seconds(frame) == pytest.approx(4 * 10 * 1e-6)
    assert integrity.wall_seconds(frame) == pytest.approx(5.0)
    assert np.isfinite(integrity.wall_seconds(frame))
