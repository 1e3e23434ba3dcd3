"""A question gets no verdict; a run whose only rivals are made of the article's own memory can't answer it."""

import numpy as np

from judge import verdicts
from tests.judge.synthetic import RUN, cells, trial

QUESTION = {
    "id": "better",
    "quote": "…",
    "english": "tell me",
    "kind": "question",
    "than": ["manager_list", "shareable_list", "shared_memory"],
}


def asked(*names, **facts):
    frame = cells({(name, 1024): 1e-6 for name in names}, np.random.default_rng(0))
    data = trial(frame)
    own = {"shared_memory": {"shared": True, "view_memory": "SharedMemory"}}
    data.run = {"backends": RUN["backends"] | own | facts}
    return verdicts.judge_claim(QUESTION, data)


def test_it_has_neither_verdict_nor_readings():
    found = asked("manager_list", "shareable_list", "shared_memory", "memfd", memfd={"shared": True})
    assert (found.kind, found.verdict, found.less_loop, found.readings) == ("question", None, None, [])
    assert "one other mechanism, memfd:" in found.short


def test_twins_of_its_own_are_no_answer():
    twin = {"shared": True, "view_memory": "SharedMemory"}
    found = asked("manager_list", "shareable_list", "shared_memory", "manager_of_it", manager_of_it=twin)
    assert "can't answer" in found.short and "make mechanisms" in found.short
    assert "can't answer" in asked("shared_memory", "local_list").short
