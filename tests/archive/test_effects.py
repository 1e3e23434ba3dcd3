"""Two runs' effects: equal ones seldom differ, and a planted difference is found and told with its size."""

import numpy as np
import pytest

from archive import effects


def run(factors, seed, verdict="holds", spread=0.1):
    rng = np.random.default_rng(seed)
    readings = [
        {
            "criterion": "at_least_ratio",
            "conditions": {"interpreter": "3.13", "operation": name, "payload": "items", "size": 1024, "processes": 1},
            "logs": list(rng.normal(np.log(factor), spread, 7)),
        }
        for name, factor in factors.items()
    ]
    return {"claims": [{"id": "it", "verdict": verdict, "readings": readings}]}


MANY = {f"operation{number}": 3.0 for number in range(40)}


@pytest.mark.slow
def test_equal_runs_seldom_differ():
    found = [effects.differences(run(MANY, seed), run(MANY, seed + 1000)) for seed in range(100)]
    assert sum(any(one.differs for one in some) for some in found) <= 11  # of a true 5% seldom more


def test_a_planted_difference_is_found_and_only_it():
    found = effects.differences(run(MANY, 1), run(MANY | {"operation7": 9.0}, 2))
    (one,) = [each for each in found if each.differs]
    assert one.conditions["operation"] == "operation7"
    assert one.low < 3 < one.high and one.ratio == pytest.approx(3, rel=0.3)


def test_a_changed_verdict_says_whether_chance_explains_it():
    told = "\n".join(effects.lines([run(MANY, 1), run(MANY, 2, "depends")], ["one", "two"]))
    assert "two: 0 of 40 effects differ from those of one by more than chance" in told
    assert "it: holds there, depends here: no effect differs: chance explains it" in told
    told = "\n".join(effects.lines([run(MANY, 1), run(dict.fromkeys(MANY, 9.0), 2, "fails")], ["one", "two"]))
    assert "it: holds there, fails here: 40 of its 40 effects differ" in told
    assert "it, operation0, items, 1024 B, Python 3.13: x" in told


def test_what_an_older_judge_wrote_has_no_effects():
    older = {"claims": [{"id": "it", "verdict": "holds", "readings": [{"criterion": "grows", "conditions": {}}]}]}
    assert list(effects.lines([older, run(MANY, 1)], ["one", "two"])) == ["two: no effect in common with one"]


def test_the_best_of_other_choices_is_another_thing():
    runs = [run({"read_item": 3.0}, seed) for seed in (1, 2, 3)]
    for one, choices in zip(runs, (["a", "b"], ["a", "b"], ["a", "b", "c"]), strict=True):
        reading = one["claims"][0]["readings"][0]
        reading["criterion"] = "regret"
        reading["conditions"] |= {"backends": choices, "among": "all"}
    assert len(effects.differences(*runs[:2])) == 1
    assert effects.differences(*runs[1:]) == []
