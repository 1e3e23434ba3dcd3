"""Any life is answered from the parts, with what it asked."""

import pytest

from judge.workloads import questions
from judge.workloads.tasks import Life
from tests.judge.workloads.made_up import mechanism, part

ENTRY = {"id": "x", "job": "a job", "why": "because", "payload": "items", "size": "64 KiB", "workers": 1}
ENTRY["counts"] = {"reads": 10}


def test_an_entry_is_answered_with_what_it_asked():
    parts = [part(name, "read_item", seconds) for name, seconds in (("a", 1e-6), ("b", 2e-6), ("c", 3e-6))]
    found = questions.answered(ENTRY, "3.13", parts, [], [mechanism(name) for name in "abc"], [])
    assert (found.id, found.size, found.counts, found.choice.recommended) == ("x", 65536, {"reads": 10}, "a")
    assert [one.seconds for one in found.choice.ranked] == pytest.approx([1e-5, 2e-5, 3e-5])
    assert questions.answered(ENTRY, "3.8", parts, [], [], []).choice.ranked == []


def test_memory_is_that_of_the_nearest_number_of_workers_then_of_the_nearest_size():
    common = dict(interpreter="3.13", backend="a", payload="items", placement="none", operation="attach")
    rows = [
        dict(common, total=total, size_bytes=size, processes=processes)
        for total, size, processes in ((1, 65536, 1), (2, 2**24, 4), (3, 65536, 4), (None, 65536, 2))
    ]
    held = questions.memory_near(Life("items", 2**17, 3, {}), "3.13", rows)
    assert (held("a").total, held("a").processes, held("b")) == (3, 4, None)
