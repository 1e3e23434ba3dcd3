"""The answer finds a planted best, tells equals from it by nothing, and recommends no more than it has to."""

import numpy as np
import pandas as pd
import pytest

from judge import ranking
from tests.judge import synthetic


def trial(truth, seed=1, operation="read_item", spread=0.02, **options):
    """`truth`: backend -> seconds, at one size."""
    rng = np.random.default_rng(seed)
    cells = synthetic.cells({(name, 65536): value for name, value in truth.items()}, rng, spread=spread, **options)
    return synthetic.trial(cells.assign(operation=operation))


def ranked(found):
    (board,) = found.boards
    return {row.backend: row for row in board.ranked}


def test_the_planted_best_is_first_and_the_others_are_so_many_times_slower():
    truth = {"shared_memory": 1e-6, "shareable_list": 3e-6, "manager_list": 5e-5, "local_list": 1e-7}
    found = ranked(ranking.answer(trial(truth), {}))
    assert list(found) == ["shared_memory", "shareable_list", "manager_list"]  # the unshared list is no contender
    assert found["shareable_list"].ratio == pytest.approx(3, rel=0.1)
    assert found["shareable_list"].ratio_low > 2 and not found["shareable_list"].alike
    assert found["manager_list"].ratio == pytest.approx(50, rel=0.1)


@pytest.mark.slow
def test_equals_are_seldom_told_apart_and_none_of_them_looks_better_than_the_best():
    truth = dict.fromkeys(("shared_memory", "shareable_list", "manager_list"), 1e-6)
    found = [ranked(ranking.answer(trial(truth, seed, spread=0.2), {})) for seed in range(100)]
    assert sum(not all(row.alike for row in one.values()) for one in found) <= 12  # 5 are to be expected
    assert np.median([row.ratio for one in found for row in one.values()]) == pytest.approx(1, abs=0.1)


def test_the_limit_is_told_where_it_was_measured():
    truth = {"shared_memory": 2e-6, "shareable_list": 3e-6, "manager_list": 5e-5, "local_list": 1e-6}
    (board,) = ranking.answer(trial(truth), {}).boards
    assert board.limit.what == "local_list"
    assert board.limit.estimate == pytest.approx(2, rel=0.1)
    del truth["local_list"]
    assert ranking.answer(trial(truth), {}).boards[0].limit is None


def test_a_copy_stands_beside_one_of_bytes_and_a_handing_on_beside_two_and_a_signal():
    truth = {"shared_memory": 2e-6, "shareable_list": 3e-6, "manager_list": 5e-5}
    frames = [trial(truth, operation=name).cells for name in ("copy_out", "refresh")]
    for yardstick, operation, size, seconds in (
        ("plain_copy", "copy_out", 65536, 1e-6),
        ("plain_copy", "copy_in", 65536, 2e-6),
        ("handover_only", "transfer", 64, 1e-6),
    ):
        cells = synthetic.cells({(yardstick, size): seconds}, np.random.default_rng(2), spread=0.02, payload="blob")
        frames.append(cells.assign(operation=operation))
    boards = ranking.answer(synthetic.trial(pd.concat(frames)), {}).boards
    found = {board.task: board.limit for board in boards}
    assert found["copy_out"].what == "plain_copy"
    assert found["copy_out"].estimate == pytest.approx(2, rel=0.1)
    assert found["refresh"].what == "plain_copy and handover_only"
    assert found["refresh"].estimate == pytest.approx(0.5, rel=0.1)
    some = ranking.answer(synthetic.trial(pd.concat(frames[:-1])), {}).boards
    assert {board.task: board.limit for board in some}["refresh"] is None


def test_a_replica_is_no_choice_for_reading_what_it_has_already_but_for_changes(monkeypatch):
    backends = dict(synthetic.RUN["backends"], replica={"shared": True, "replica": True})
    monkeypatch.setitem(synthetic.RUN, "backends", backends)
    truth = {"shared_memory": 2e-6, "shareable_list": 3e-6, "manager_list": 5e-5, "replica": 1e-8}
    boards = {
        task: [row.backend for row in ranking.answer(trial(truth, operation=task), {}).boards[0].ranked]
        for task in ("read_item", "iterate", "copy_out", "copy_in", "latency", "refresh")
    }
    assert {task for task, names in boards.items() if names[0] == "replica"} == {"copy_in", "latency", "refresh"}
    assert all(names[0] == "shared_memory" for task, names in boards.items() if "replica" not in names)
    assert {"read_item", "iterate", "copy_out"} == {task for task, names in boards.items() if "replica" not in names}


def test_of_two_ways_to_add_one_the_faster_enters():
    rng = np.random.default_rng(3)
    locked = {("shared_memory", 65536): 1e-6, ("shareable_list", 65536): 3e-6, ("manager_list", 65536): 5e-5}
    atomic = {("manager_list", 65536): 2e-5}
    cells = [
        synthetic.cells(truth, rng, spread=0.02).assign(operation=name)
        for name, truth in (("increment_locked", locked), ("increment_atomic", atomic))
    ]
    found = ranked(ranking.answer(synthetic.trial(pd.concat(cells)), {}))
    assert found["manager_list"].operation == "increment_atomic"
    assert found["shared_memory"].operation == "increment_locked"
    assert len(found) == 3


def test_what_is_not_safe_is_told_and_kept_out_of_the_safe_advice():
    truth = {"shared_memory": 1e-6, "shareable_list": 3e-6, "manager_list": 5e-5}
    safe = {("shareable_list", "3.12"): [], ("manager_list", "3.12"): []}
    found = ranking.answer(trial(truth), {**safe, ("shared_memory", "3.12"): ["torn reads"]})
    assert ranked(found)["shared_memory"].unsafe == ["torn reads"]
    assert ranked(found)["shareable_list"].unsafe == []
    assert found.advice.mechanisms == ["shared_memory"]
    assert found.safe_advice.mechanisms == [] and found.safe_advice.unserved == 1
    assert ranking.answer(trial(truth), {}).safe_advice is None


def test_what_could_not_be_probed_does_not_count_as_safe():
    truth = {"shared_memory": 1e-6, "shareable_list": 1.1e-6, "manager_list": 5e-5}
    safe = {("shareable_list", "3.12"): [], ("manager_list", "3.12"): []}
    found = ranking.answer(trial(truth), safe)
    assert ranked(found)["shared_memory"].unsafe == ["not probed"]
    assert found.advice.mechanisms == ["shared_memory"]
    assert found.safe_advice.mechanisms == ["shareable_list"]


def test_two_blocks_advise_nothing():
    found = ranking.answer(trial({"shared_memory": 1e-6, "shareable_list": 3e-6, "manager_list": 5e-5}, blocks=2), {})
    assert found.advice is None
    assert all(row.alike for row in ranked(found).values()), "without an interval nothing can be told apart"
