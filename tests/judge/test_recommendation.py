"""The recommendation is the smallest set of mechanisms that serves every condition."""

import pytest

from judge import recommendation
from judge.model import Interval, RankedMechanism, Ranking


def row(name, task, ratio, low, high):
    times = dict(seconds=ratio, low=low, high=high, ratio=ratio, ratio_low=low, ratio_high=high)
    return RankedMechanism(backend=name, operation=task, alike=False, unsafe=[], **times)


def ranking_of(task, size, *rows):
    where = dict(interpreter="3.12", payload="items", task=task, size=size, processes=1)
    return Ranking(**where, blocks=7, best=Interval(1, 1, 1), limit=None, ranked=list(rows))


def board(task, size, **ratios):
    return ranking_of(task, size, *(row(name, task, one, one / 1.05, one * 1.05) for name, one in ratios.items()))


def test_one_that_is_nowhere_the_best_but_everywhere_good_is_enough():
    boards = [board("read", 1, a=1.0, b=1.3, c=9), board("write", 1, a=9, b=1.4, c=1.0)]
    assert recommendation.fewest_mechanisms(boards, lambda row: True).mechanisms == ["b"]


def test_two_where_one_is_not_enough_and_each_serves_where_it_does_best():
    boards = [board("read", 1, a=1.0, b=1.6), board("write", 1, a=9, b=1.0), board("copy", 1, a=1.2, b=1.0)]
    found = recommendation.fewest_mechanisms(boards, lambda row: True)
    assert [pick.backend for pick in found.picks] == ["a", "b", "b"]
    assert found.unsure == found.unserved == 0


def test_a_task_is_split_by_size_only_where_it_has_to_be():
    boards = [board("read", 1, a=1.0, b=1.2), board("read", 2, a=1.0, b=1.0), board("write", 1, a=5, b=1.0)]
    boards += [board("copy", 1, a=1.0, b=5.0)]
    found = recommendation.fewest_mechanisms(boards, lambda row: True)
    picks = {(pick.task, pick.size): pick.backend for pick in found.picks}
    assert picks["read", 1] == picks["read", 2] == "a"
    assert found.worst == pytest.approx(1.05)


def test_a_condition_that_nobody_surely_serves_goes_by_the_estimate_and_is_counted():
    one = ranking_of("x", 1, row("a", "x", 1.2, 0.9, 1.8), row("b", "x", 3, 2, 4))
    found = recommendation.fewest_mechanisms([one], lambda row: True)
    assert found.mechanisms == ["a"] and found.unsure == 1
    assert recommendation.fewest_mechanisms([one], lambda row: row.backend == "b").unserved == 1
