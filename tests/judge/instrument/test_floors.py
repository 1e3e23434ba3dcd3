"""The noise floors: from pairs of one thing under two labels, each class, number of processes and size on its own."""

import numpy as np
import pytest

from judge.instrument import floors
from tests.judge.synthetic import SIZES, cells

CONTROLS = {"same_as_shared_memory": {"same_as": "shared_memory"}, "five": {"slower_than": "four", "factor": 1.25}}
LARGE = SIZES[-1]


def entries(factors, spread=0.0, blocks=7, **where):
    """The floors of a run in which a thing and its double differ by size -> factor."""
    truth = {("shared_memory", size): 1e-6 for size in factors}
    truth |= {("same_as_shared_memory", size): factor * 1e-6 for size, factor in factors.items()}
    truth |= {("posix_ipc", size): 9e-6 for size in factors}  # on trial: no floor comes from it
    frame = cells(truth, np.random.default_rng(0), spread=spread, blocks=blocks, **where)
    return floors.by_class(list(floors.aa_pairs(frame.assign(relative=frame["seconds"]), CONTROLS)))


def test_each_size_has_a_floor_of_its_own():
    found = entries({65536: 1.02, LARGE: 2.4})
    assert [(one["class"], one["processes"], one["size"], one["pairs"]) for one in found] == [
        ("access", 1, 65536, 1),
        ("access", 1, LARGE, 1),
    ]
    assert [one["floor"] for one in found] == pytest.approx([1.02, 2.4])


@pytest.mark.parametrize(("size", "floor"), [(1024, 1.1), (65536, 1.1), (65537, 1.2), (2**20, 1.2), (LARGE, 1.3)])
def test_a_reading_has_the_floor_of_the_smallest_size_that_is_at_least_its_own(size, floor):
    found = entries({65536: 1.1, 2**20: 1.2, 2**22: 1.3})
    assert floors.floor_at(found, "write_item", 1, size) == pytest.approx(floor)


def test_pairs_at_one_size_are_the_floor_of_all():
    found = entries({65536: 1.1})
    assert {floors.floor_at(found, "read_item", 1, size) for size in SIZES} == {found[0]["floor"]}


def test_the_nearest_number_of_processes_comes_before_the_size():
    found = sorted(
        entries({LARGE: 1.5}) + entries({65536: 1.1}, processes=2), key=lambda one: (one["processes"], one["size"])
    )
    assert floors.floor_at(found, "read_item", 1, 1024) == pytest.approx(1.5)
    assert floors.floor_at(found, "read_item", 4, LARGE) == pytest.approx(1.1)
    assert floors.floor_at(found, "copy_out", 1, LARGE) == 1.0


def test_the_price_of_the_loop_and_a_servers_start_are_no_pairs():
    assert entries({65536: 2.0}, operation="empty_loop") == entries({65536: 2.0}, operation="start") == []


def test_the_sd_is_pooled_over_pairs_and_within_each():
    logs = [np.array([0.0, 0.2]), np.array([1.0, 1.0, 1.0]), np.array([5.0])]
    assert floors.pooled_sd(logs) == pytest.approx(np.sqrt(0.02 / 3))
    assert np.isnan(floors.pooled_sd([np.array([1.0])]))


def test_the_expected_floor_is_the_one_that_many_pairs_show():
    """At 7 and 13 blocks; the factor of 0.78 leaves room for noise that isn't Gaussian."""
    rng = np.random.default_rng(0)
    for blocks in (7, 13):
        medians = np.median(rng.normal(0, 0.2, (20_000, blocks)), axis=1)
        shown = floors.quantile_factor(abs(medians))
        assert shown < floors.expected_floor(0.2, blocks) < shown**1.1
    assert floors.expected_floor(0.2, 7) == pytest.approx(np.exp(0.78 * 0.2))


def test_the_entry_says_what_its_blocks_let_expect():
    (one,) = entries({65536: 1.0}, spread=0.1, blocks=28)
    assert one["sd"] == pytest.approx(0.1 * np.sqrt(2), rel=0.4)
    assert one["expected"] == pytest.approx(np.exp(0.78 * one["sd"] / 2))


def test_a_half_measured_pair_is_none():
    frame = cells({("same_as_shared_memory", 1024): 1e-6}, np.random.default_rng(0))
    frame = frame.assign(relative=1.0)
    assert list(floors.aa_pairs(frame, CONTROLS)) == []
    assert floors.log_ratios(frame, "same_as_shared_memory", "shared_memory", ["block"]).empty
