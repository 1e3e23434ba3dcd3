"""What a budget means before anything is measured, and how its end is told."""

import pytest

from stats.intervals import MIN_BLOCKS
from sweep import budget, messages, plan
from tests.sweep.default import load


def with_budget(config, text):
    return config | {"blocks": None, "budget": text}


def test_the_first_blocks_are_the_fewest_with_an_interval(config):
    assert budget.FIRST == MIN_BLOCKS
    assert plan.first_blocks(with_budget(config, "1 h")) == budget.FIRST
    assert plan.first_blocks(config) == plan.most_blocks(config) == 7


def test_a_budget_is_told_first_with_what_it_leaves(config):
    sweep = load(with_budget(config, "5 h"))
    told = messages.estimate(sweep)
    assert "cells in 6 blocks: about" in told and "; what is left of 5 h goes where it decides; results go to" in told
    assert messages.estimated_seconds(sweep) == 5 * 3600
    assert messages.mean_blocks(sweep) > 20
    assert messages.mean_blocks(load(config)) == 7


@pytest.mark.parametrize(("text", "enough"), [("1 s", False), ("5 h", True)])
def test_a_budget_that_is_too_small_is_said_with_what_is_enough(config, text, enough):
    sweep = load(with_budget(config, text))
    fault = budget.too_small(sweep.config, messages.first_seconds(sweep))
    assert (fault is None) == enough
    assert (
        enough
        or fault.startswith("budget: 1 s is too little, 6 blocks of ")
        and " min here; allowed: that or more" in fault
    )
    assert budget.too_small(config, 1e9) is None


def test_what_came_is_told_in_a_line_for_each_family(tmp_path):
    table = tmp_path / "budget.csv"
    assert budget.spent(table) == ""
    table.write_text("sets,blocks,repeated,first,need_first,need_foretold,need\n3.13/items,9,1,6,1.2,0.9,\n")
    assert budget.spent(table).splitlines()[1] == (
        "  3.13/items: 9 blocks, 1 of them for disturbed ones; 1.2 after 6, 0.9 foretold, nothing came"
    )
