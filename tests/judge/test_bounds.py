"""What a criterion makes of what wasn't measured: the reason, whether the reading applies, or a bound from one side."""

import numpy as np
import pandas as pd
import pytest

from tests.judge.synthetic import SPAN, cells, gap, growing, judged, no_gaps, steps


def test_a_size_between_the_ends_that_failed_is_told_and_left_out():
    frame = cells(growing(100, sizes=(1024, 65536, 16777216)), np.random.default_rng(0), spread=0.02)
    found = judged("grows", 2, frame, gap(1048576), SPAN)
    assert found.verdict == "holds"
    assert found.conditions["size"] == [1024, 65536, 16777216]
    assert "1048576 B: AssertionError:" in found.reason
    assert found.estimate == pytest.approx(100, rel=0.2)


@pytest.mark.parametrize(("sizes", "lacking"), [((1024, 65536, 1048576), 16777216), ((65536, 16777216), 1024)])
def test_a_growth_over_a_range_is_not_told_from_a_part_of_it(sizes, lacking):
    frame = cells(growing(100, sizes=sizes), np.random.default_rng(0), spread=0.02)
    found = judged("grows", 2, frame, gap(lacking), SPAN)
    assert found.verdict == "undecided" and np.isnan(found.estimate)
    assert f"{lacking} B: AssertionError:" in found.reason


def test_a_gap_says_whether_the_reading_applies_was_prevented_or_failed():
    frame = cells(growing(100, sizes=(1024, 65536)), np.random.default_rng(0))
    for error, verdict in (("declined", "does not apply"), ("refused", "not measured"), ("died", "undecided")):
        gaps = gap(16777216).assign(error=error)
        assert judged("grows", 2, frame, gaps, SPAN).verdict == verdict


def refused(size, backend="shared_memory", blocks=7, seconds=50.0):
    """Gaps of what would have taken so long, one a block."""
    gaps = pd.concat([gap(size, backend)] * blocks, ignore_index=True)
    return gaps.assign(block=range(blocks), error="predicted", predicted_seconds=seconds, reason="would take 50 s")


def test_what_would_take_too_long_is_a_bound_that_decides_one_side():
    short = cells(growing(100, sizes=(1024, 65536)), np.random.default_rng(0), spread=0.02)
    found = judged("grows", 2, short, refused(16777216), SPAN, allowance=2.0)
    assert (found.verdict, found.bound) == ("holds", "at least")
    assert judged("flat", 1.5, short, refused(16777216), SPAN, allowance=2.0).verdict == "fails"
    assert judged("grows", 2, short, refused(16777216, blocks=5), SPAN, allowance=2.0).verdict == "undecided"


def test_a_ratio_with_a_bound_on_one_side_or_on_both():
    pair = ["manager_list", "shareable_list"]
    quick = cells({("shareable_list", 1024): 1e-6}, np.random.default_rng(0), spread=0.02)
    late = refused(1024, "manager_list")
    found = judged("at_least_ratio", 10, quick, late, pair, allowance=2.0)
    assert (found.verdict, found.bound) == ("holds", "at least")
    assert found.estimate == pytest.approx(2.0 / 1.5 / 1e-6, rel=0.1)
    found = judged("at_least_ratio", 10, quick, late, pair[::-1], allowance=2.0)
    assert (found.verdict, found.bound) == ("fails", "at most")
    gaps = pd.concat([refused(1024, name) for name in pair])
    found = judged("at_least_ratio", 10, quick.iloc[:0], gaps, pair, allowance=2.0)
    assert found.verdict == "undecided" and "both take too long" in found.reason


def test_advice_with_nothing_beside_it_costs_nothing_known():
    frame = cells({("advised", 1024): 1e-6}, np.random.default_rng(0))
    found = judged("regret", 1.5, frame, no_gaps(), "advised")
    assert (found.verdict, found.reason) == ("not measured", "nothing else to hold it against")


def test_advice_that_takes_too_long_costs_at_least_so_much():
    frame = cells({("best", 1024): 1e-6, ("other", 1024): 2e-6}, np.random.default_rng(0), spread=0.02)
    found = judged("regret", 1.5, frame, refused(1024, "advised"), "advised", allowance=2.0)
    assert (found.verdict, found.bound) == ("fails", "at least")
    assert 1e5 < found.estimate < 1e7


def test_a_ratio_with_one_side_missing_gives_the_reason():
    frame = cells({("manager_list", 1024): 1e-6}, np.random.default_rng(0))
    pair = ["manager_list", "shareable_list"]
    found = judged("at_least_ratio", 10, frame, gap(1024, "shareable_list"), pair)
    assert (found.verdict, found.reason) == ("undecided", "AssertionError:")


def test_advice_that_cannot_be_followed_fails():
    frame = cells({("best", 1024): 1e-6}, np.random.default_rng(0))
    gaps = no_gaps()
    for block in range(7):
        gaps.loc[block] = [*gap(1024, "advised").loc[0]]
        gaps.loc[block, "block"] = block
    found = judged("regret", 1.5, frame, gaps, "advised")
    assert (found.verdict, found.reason) == ("fails", "AssertionError:")


def test_somewhere_without_data_gives_the_reason():
    frame = steps([1])
    found = judged("somewhere_ratio", 1.5, frame[frame["backend"] == "slow"], gap(1024, "quick"), ["slow", "quick"])
    assert (found.verdict, found.reason) == ("undecided", "AssertionError:")
