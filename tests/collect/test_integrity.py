"""What a run's rows tell of the run: cells that overlap, and how long it measured."""

import numpy as np
import pytest

from collect import conduct, integrity, raw_schema
from tests.collect.raw_files import rows, write


def overlaps(frame):
    return integrity.overlaps(frame, integrity.turns_taken(frame))


def test_cells_at_the_same_time_are_found(tmp_path):
    first, second = rows(), rows(block=1)
    assert overlaps(raw_schema.read([write(tmp_path, first), write(tmp_path, second)])) == []
    for row in second:
        row["wall_started"] = 1004.0
    clash = overlaps(raw_schema.read([write(tmp_path, first), write(tmp_path, second)]))
    assert clash == [(first[0]["cell"], second[0]["cell"])]


@pytest.mark.parametrize("overlap", [False, True])
def test_a_wall_clock_that_is_set_back_is_no_overlap_and_hides_none(tmp_path, overlap):
    """The second cell seems to have begun in the middle of the first one."""
    first, second = rows(), rows(block=1)
    for found, began in ((first, 10**9), (second, 4 * 10**9 if overlap else 7 * 10**9)):
        found[-1].update(started_ns=began, ended_ns=began + 5 * 10**9)
        for row in found:
            row["boot_id"] = "b"
    for row in second:
        row["wall_started"] = 1001.0
    second[-1]["wall_ended"] = 998.0
    frame = raw_schema.read([write(tmp_path, first), write(tmp_path, second)])
    assert bool(overlaps(frame)) is overlap
    assert integrity.wall_seconds(frame) == pytest.approx(10.0)


def test_two_boots_have_no_clock_in_common(tmp_path):
    first, second = rows(), rows(block=1)
    for found, boot in ((first, "a"), (second, "b")):
        found[-1].update(started_ns=10**9, ended_ns=6 * 10**9)
        for row in found:
            row["boot_id"] = boot
    assert overlaps(raw_schema.read([write(tmp_path, first), write(tmp_path, second)])) == []


def test_duty_counts_the_warm_up_and_the_busiest_worker(tmp_path):
    frame = raw_schema.read([write(tmp_path, rows(processes=2))])
    assert conduct.timed_seconds(frame).sum() == pytest.approx(4 * 10 * 1e-6)
    assert integrity.wall_seconds(frame) == pytest.approx(5.0)
    assert np.isfinite(integrity.wall_seconds(frame))
