"""Between what was measured an estimate lies on a line of logs; beyond it, it says so or isn't made."""

import numpy as np
import pytest

from judge.workloads import estimates

KIB, MIB = 2**10, 2**20


def known(**by_workers):
    """n1={size: seconds}, n4=…: one block each."""
    return {int(name[1:]): {size: np.log([one]) for size, one in sizes.items()} for name, sizes in by_workers.items()}


def seconds(estimate):
    return float(np.exp(estimate.logs[0]))


def test_what_was_measured_is_taken_as_it_is():
    found = estimates.at(known(n1={KIB: 1e-6, MIB: 1e-3}), MIB, 1, whole=True)
    assert seconds(found) == pytest.approx(1e-3) and found.note == ""


def test_between_two_sizes_it_lies_on_the_line_of_their_logs():
    found = estimates.at(known(n1={KIB: 1e-6, MIB: 1e-3, 16 * MIB: 1}), 32 * KIB, 1, whole=True)
    assert seconds(found) == pytest.approx(1e-6 * 32 ** (np.log(1000) / np.log(1024)))
    assert found.note == "between 1 KiB and 1 MiB"


@pytest.mark.parametrize(
    ("size", "factor", "note"),
    [
        (8 * MIB, 8, "8 times the largest size measured"),
        (2 * MIB, 2, "near a measured size"),
        (KIB // 4, 1 / 4, "4 times smaller than the smallest size measured"),
    ],
)
def test_beyond_the_sizes_the_line_goes_on_and_more_than_twice_is_told(size, factor, note):
    end = MIB if factor > 1 else KIB
    found = estimates.at(known(n1={KIB: 1e-9 * KIB, MIB: 1e-9 * MIB}), size, 1, whole=True)
    assert seconds(found) == pytest.approx(1e-9 * end * factor) and found.note == note


def test_one_size_lends_its_time_to_an_access_and_not_to_the_whole():
    found = estimates.at(known(n1={KIB: 1e-6}), MIB, 1, whole=False)
    assert seconds(found) == pytest.approx(1e-6) and found.note == "as at 1 KiB"
    with pytest.raises(estimates.Unknown, match="measured at 1 KiB only"):
        estimates.at(known(n1={KIB: 1e-6}), MIB, 1, whole=True)


def test_between_numbers_of_workers_it_lies_on_the_line_of_their_logs():
    found = estimates.at(known(n2={KIB: 2e-6}, n8={KIB: 8e-6}), KIB, 4, whole=False)
    assert seconds(found) == pytest.approx(4e-6) and found.note == "between 2 and 8 workers"


@pytest.mark.parametrize(
    ("workers", "words"), [(8, "measured with 4 workers at most"), (1, "measured with 2 workers at least")]
)
def test_beyond_the_workers_that_were_measured_there_is_no_estimate(workers, words):
    with pytest.raises(estimates.Unknown, match=words):
        estimates.at(known(n2={KIB: 1e-6}, n4={KIB: 1e-6}), KIB, workers, whole=False)
    with pytest.raises(estimates.Unknown, match="not measured"):
        estimates.at({}, KIB, workers, whole=False)


def test_what_several_workers_cost_at_another_size_is_carried_over():
    found = estimates.at(known(n1={KIB: 1e-6, MIB: 5e-6}, n4={KIB: 3e-6}), MIB, 4, whole=False)
    assert seconds(found) == pytest.approx(15e-6) and found.note == "4 workers as at 1 KiB"


def test_several_workers_that_were_measured_around_a_size_need_no_other():
    found = estimates.at(known(n1={KIB: 1, MIB: 1}, n4={KIB: 1e-6, MIB: 1e-6}), 32 * KIB, 4, whole=False)
    assert seconds(found) == pytest.approx(1e-6) and found.note == "between 1 KiB and 1 MiB"
