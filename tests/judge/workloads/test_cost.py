"""A life costs the sum of its parts, each block's own; a part that lacks is named."""

from dataclasses import replace

import numpy as np
import pytest

from judge.workloads import cost
from judge.workloads.tasks import Life
from measure.contract.backend import INHERITED
from tests.judge.workloads.made_up import BLOCKS, measured, part


def life(workers=1, size=65536, **counts):
    return Life("items", size, workers, counts)


def total(found):
    return float(np.median(found.total))


def test_the_parts_are_added_up_so_many_times_and_what_is_paid_once_stands_apart():
    parts = [part("a", "create", 1e-3), part("a", "attach", 1e-4), part("a", "read_item", 1e-7)]
    found = cost.cost(measured(*parts), "a", life(create=1, attach=1, reads=1000))
    assert found.once == pytest.approx(np.full(BLOCKS, 1.1e-3)) and found.access == pytest.approx(np.full(BLOCKS, 1e-4))
    assert [(one.task, one.count) for one in found.paid] == [("create", 1), ("attach", 1), ("reads", 1000)]
    assert [one.each for one in found.paid] == pytest.approx([1e-3, 1e-4, 1e-7])


def test_each_block_has_its_own_sum():
    noise = np.linspace(-1, 1, BLOCKS)
    parts = [part("a", "create", 1e-3, noise=noise), part("a", "read_item", 1e-6, noise=-noise)]
    found = cost.cost(measured(*parts), "a", life(create=1, reads=10))
    assert found.total == pytest.approx(1e-3 * np.exp(noise) + 1e-5 * np.exp(-noise))


def test_the_first_time_is_paid_once_and_the_steady_one_after_it():
    parts = [part("a", "first_create", 5e-3), part("a", "create", 1e-3)]
    parts += [part("a", "first_read", 1e-5), part("a", "read_item", 1e-7)]
    found = cost.cost(measured(*parts), "a", life(create=1, reads=101))
    assert found.once == pytest.approx(np.full(BLOCKS, 5e-3))
    assert found.access == pytest.approx(np.full(BLOCKS, 1e-5 + 100 * 1e-7))
    assert [one.operation for one in found.paid] == ["first_create", "read_item"]


def test_the_first_creation_of_another_size_is_no_first_creation_of_this_one():
    parts = [part("a", "first_create", 5e-3), part("a", "create", 2e-3, size=2**20), part("a", "first_attach", 3e-3)]
    parts += [part("a", "attach", 1e-3)]
    found = cost.cost(measured(*parts), "a", life(size=2**20, create=1, attach=1))
    assert [(one.operation, one.note) for one in found.paid] == [("create", ""), ("first_attach", "as at 64 KiB")]


def test_a_servers_start_is_paid_once_by_who_has_one():
    parts = [part(name, "read_item", 1e-7) for name in "ab"] + [part("a", "start", 0.05)]
    some = measured(*parts)
    assert total(cost.cost(some, "a", life(reads=1))) == pytest.approx(0.05, rel=1e-3)
    assert total(cost.cost(some, "b", life(reads=1))) == pytest.approx(1e-7)


def test_reads_beside_a_writer_are_those_that_were_measured_beside_one():
    parts = [part("a", "read_item", 1e-7, processes=4), part("a", "read_item_1_writer", 3e-7, processes=4)]
    (paid,) = cost.cost(measured(*parts), "a", life(workers=4, reads_beside_a_writer=10)).paid
    assert (paid.operation, paid.each) == ("read_item_1_writer", pytest.approx(3e-7))


def test_of_several_ways_to_update_the_faster_one_is_taken():
    parts = [part("a", "increment_locked", 1e-6, processes=2), part("a", "increment_atomic", 1e-7, processes=2)]
    (paid,) = cost.cost(measured(*parts), "a", life(workers=2, updates=10)).paid
    assert paid.operation == "increment_atomic" and paid.seconds == pytest.approx(1e-6)


def test_a_faster_way_that_failed_in_a_block_isn_t_taken():
    slow = part("a", "increment_locked", 1e-6, processes=2)
    fast = part("a", "increment_atomic", 1e-7, processes=2)
    fast = replace(fast, blocks=fast.blocks[1:], logs=fast.logs[1:])
    (paid,) = cost.cost(measured(slow, fast), "a", life(workers=2, updates=10)).paid
    assert paid.operation == "increment_locked"


def test_what_workers_do_together_is_that_of_so_many_and_the_rest_that_of_one():
    parts = [part("a", "create", 1e-3), part("a", "read_item", 1e-7), part("a", "read_item", 2e-7, processes=4)]
    found = cost.cost(measured(*parts), "a", life(workers=4, create=1, reads=1))
    assert [one.each for one in found.paid] == pytest.approx([1e-3, 2e-7])


def test_who_gets_it_when_it_is_started_has_nothing_to_attach_to():
    some = measured(part("a", "read_item", 1e-7), gaps=[("a", "attach", INHERITED["attach"])])
    found = cost.cost(some, "a", life(attach=1, reads=1))
    assert total(found) == pytest.approx(1e-7) and found.paid[0].note == cost.HANDED_AT_START


@pytest.mark.parametrize(
    ("gaps", "counts", "task", "reason"),
    [
        (
            [("a", "write_item", "the mechanism offers no such operation")],
            {"writes": 1},
            "writes",
            "the mechanism offers no",
        ),
        ([], {"writes": 1}, "writes", "not measured"),
        ([("a", "attach", "needs Python 3.14")], {"attach": 1}, "attach", "needs Python 3.14"),
    ],
)
def test_the_part_that_it_lacks_is_named_with_the_reason(gaps, counts, task, reason):
    with pytest.raises(cost.Missing) as error:
        cost.cost(measured(part("a", "read_item", 1e-7), gaps=gaps), "a", life(reads=1, **counts))
    assert error.value.task == task and error.value.reason.startswith(reason)


@pytest.mark.parametrize(("size", "workers"), [(2**24, 1), (2**25, 1), (2**24, 2)])
def test_a_size_that_it_refused_is_not_reckoned_from_smaller_ones_nor_is_a_larger_one(size, workers):
    places = [(size, count) for size in (2**16, 2**20) for count in (1, 2)]
    parts = [part("a", "copy_out", 1e-3 * where, size=where, processes=count) for where, count in places]
    some = measured(*parts, gaps=[("a", "copy_out", "it holds 10 MB only", 2**24, 1)])
    with pytest.raises(cost.Missing, match="it holds 10 MB only"):
        cost.cost(some, "a", life(size=size, workers=workers, copies=1))
    assert cost.cost(some, "a", life(size=2**23, workers=workers, copies=1))


def test_too_many_workers_are_a_part_that_lacks():
    with pytest.raises(cost.Missing, match="measured with 2 workers at most"):
        cost.cost(measured(part("a", "read_item", 1e-7, processes=2)), "a", life(workers=8, reads=1))


def test_the_noise_floor_is_that_of_what_takes_the_time():
    parts = [part("a", "create", 1e-3, floor=1.5), part("a", "read_item", 1e-6, floor=1.1)]
    some = measured(*parts)
    assert cost.cost(some, "a", life(create=1, reads=1)).floor == pytest.approx(1.5, rel=1e-3)
    assert cost.cost(some, "a", life(create=1, reads=10**9)).floor == pytest.approx(1.1, rel=1e-3)
