"""The fit finds what made-up times were made from, and isn't led astray by one cell that is unlike the others."""

import random

import pytest

from measure.contract.cell import Cell
from sweep import cost_model

TIMING = {"window_seconds": 0.04, "batch_seconds": 0.004, "minimum_batches": 6}
PLANTED = {
    name: value * factor for (name, value), factor in zip(cost_model.ROUGH.items(), (2, 1, 3, 2.5, 0.5, 2, 0.5, 4, 1))
}
BACKENDS = ("shared_memory", "manager_list", "shareable_list")
NAMES = ["attach", "read_item", "copy_in", "write_item", "first_copy_out", "increment", "refresh", "create", "copy_out"]


def cells(count, seed=0):
    """(cell, its operations), of all kinds."""
    source = random.Random(seed)
    for place in range(count):
        size, payload = source.choice([2**10, 2**16, 2**24]), source.choice(["items", "blob"])
        yield (
            Cell(BACKENDS[place % 3], payload, size, source.choice([1, 2, 4])),
            source.choices(NAMES, k=source.randint(2, 16)),
        )


def parts_and_seconds(count, seed=0):
    some = list(cells(count, seed))
    parts = [cost_model.terms(cell, operations, TIMING) for cell, operations in some]
    return parts, [cost_model.expected_seconds(cell, operations, TIMING, PLANTED) for cell, operations in some]


def test_planted_coefficients_are_found():
    found = cost_model.fit(*parts_and_seconds(1000))
    assert found == {name: pytest.approx(value, rel=0.1) for name, value in PLANTED.items()}


@pytest.mark.parametrize("seed", range(5))
def test_twelve_cells_foretell_the_sum_of_all(seed):
    found = cost_model.fit(*parts_and_seconds(12, seed))
    parts, seconds = parts_and_seconds(200, seed + 100)
    told = sum(sum(one * found[name] for one, name in zip(part, found)) for part in parts)
    assert told == pytest.approx(sum(seconds), rel=0.15)


def test_one_cell_that_is_unlike_the_others_is_not_all_of_them():
    parts, seconds = parts_and_seconds(12)
    calm = cost_model.fit(parts, seconds)
    wild = cost_model.fit(parts, [seconds[0] * 10, *seconds[1:]])
    told, without = (sum(sum(one * c[name] for one, name in zip(part, c)) for part in parts) for c in (wild, calm))
    assert told < 1.5 * without


def test_two_cells_are_enough_for_no_coefficient_below_zero():
    found = cost_model.fit(*parts_and_seconds(2))
    assert list(found) == list(cost_model.ROUGH) and min(found.values()) >= 0


def test_time_goes_with_what_the_timing_asks_for():
    cell = Cell("manager_list", "items", 1024, 1)
    longer = TIMING | {"window_seconds": 0.4}
    assert cost_model.expected_seconds(cell, NAMES, longer) > cost_model.expected_seconds(cell, NAMES, TIMING) + 1


def test_what_goes_item_by_item_costs_more():
    names = ["copy_in", "first_copy_out", "refresh", "iterate", "read_item"]
    listed, block, blob = (
        Cell(name, kind, 1024, 1)
        for name, kind in (("shareable_list", "items"), ("shared_memory", "items"), ("shareable_list", "blob"))
    )
    assert [cost_model.itemwise(cell, names) for cell in (listed, block, blob)] == [4, 0, 0]


def test_visits_ask_for_less_than_a_window():
    cells = [Cell(name, "items", 1024, workers) for name, workers in (("shared_memory", 1), ("shared_memory", 2))]
    alone, contended = (cost_model.terms(cell, ["read_item"], TIMING)[3] for cell in cells)
    assert (alone, contended) == pytest.approx((0.01 + 20 * 0.003, 0.05 + 0.04 + 5 * 0.004))
