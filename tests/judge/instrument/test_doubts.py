"""A missed control touches readings of its class of operation, its size and its family, and no others."""

import numpy as np
import pytest

from judge import model
from judge.instrument import doubts
from tests.judge.synthetic import SIZES, cells

FAMILIES = {"shared_memory": doubts.MEMORY, "posix_ipc": doubts.MEMORY, "manager_list": doubts.MESSAGES}
MISSED = {"kind": "slower", "class": "access", "family": doubts.MEMORY, "sizes": [65536], "truth": 2}
READING = {"operation": "read_item", "size": 65536, "backends": ["shared_memory", "posix_ipc"]}


def reading(criterion="about_ratio", estimate=1.2, margin=1.5, **where):
    conditions = {name: value for name, value in (READING | where).items() if value is not None}
    return model.Reading(criterion, conditions, margin, "times", "holds", estimate=estimate)


def touched(finding=None, measured=SIZES, **which):
    return doubts.concerns(MISSED | (finding or {}), reading(**which), FAMILIES, list(measured))


def test_its_own_class_size_and_family_are_touched():
    assert touched()
    assert not touched(operation="copy_out")
    assert not touched(size=SIZES[-1])
    assert not touched(backends=["manager_list"])
    assert touched(backends=["manager_list", "shared_memory"])  # a ratio of both rests on both
    assert touched({"family": doubts.MESSAGES}, backends=["manager_list"])


def test_a_reading_over_several_sizes_is_touched_at_each_of_them():
    assert touched(criterion="grows", size=None)
    assert touched(size=[1024, 65536]) and not touched(size=[1024, SIZES[-1]])


@pytest.mark.parametrize(("size", "hit"), [(1024, False), (4096, True), (2**20, True), (2**24, False)])
def test_where_nothing_else_has_its_size_the_nearest_are_touched(size, hit):
    assert touched(size=size, measured=[1024, 4096, 2**20, 2**24]) == hit


def test_only_what_lies_as_close_to_its_margin_is_touched():
    assert touched(estimate=2.9) and not touched(estimate=3.1)
    assert touched(estimate=3.1, margin=[1, 5])


def test_a_missed_growth_touches_growths_of_its_class_and_family():
    grows = {"kind": "grows", "truth": 0.5, "sizes": list(SIZES)}
    for criterion in doubts.GROWTHS:
        assert touched(grows, criterion=criterion, size=None, estimate=200)
    assert not touched(grows, estimate=200)
    assert not touched(grows, criterion="grows", size=None, operation="copy_out")
    assert not touched(grows, criterion="grows", size=None, backends=["manager_list"])


def test_a_missed_failure_touches_all():
    failure = {"kind": "error", "class": "update", "sizes": [4096]}
    assert touched(failure, operation="copy_out", size=SIZES[-1], backends=["manager_list"], estimate=200)


def test_a_server_that_answers_no_access_sends_no_messages():
    frame = cells(dict.fromkeys([(name, 1024) for name in ("a", "b", "c")], 1.0), np.random.default_rng(0))
    frame["servers"] = (frame["backend"] != "a").astype(int)
    facts = {"b": {"view_memory": "memoryview of tmpfs pages"}, "c": {"view_memory": None}}
    assert doubts.families(frame, facts) == {"a": doubts.MEMORY, "b": doubts.MEMORY, "c": doubts.MESSAGES}
    assert doubts.families(frame, {})["b"] == doubts.MESSAGES  # an older run.json doesn't say
