"""The choice finds a planted best, and of those that are near and safe the simplest; it is made on the other blocks."""

import numpy as np
import pytest

from judge.workloads.choice import MARGIN, choose
from judge.workloads.model import Memory
from judge.workloads.tasks import Life
from stats import effects
from tests.judge.workloads.made_up import BLOCKS, measured, mechanism, mechanisms, part

READS = Life("items", 65536, 1, {"reads": 1000})


def parts(**seconds):
    rng = np.random.default_rng(1)
    return [part(name, "read_item", value, noise=rng.normal(0, 0.01, BLOCKS)) for name, value in seconds.items()]


def test_the_simplest_that_passed_and_is_within_the_margin_is_recommended():
    known = mechanisms(a=("passed", ["a library"]), b=("passed",), c=("passed",), d=("unsafe",))
    found = choose(measured(*parts(a=1.0, b=1.4, c=1.6, d=0.5)), known, READS)
    assert [one.backend for one in found.ranked] == ["d", "a", "b", "c"]
    assert (found.fastest, found.fastest_safe, found.simplest, found.recommended) == ("d", "a", "b", "b")
    assert found.agreeing == BLOCKS and found.margin == MARGIN


def test_beyond_the_margin_simplicity_does_not_count():
    known = mechanisms(a=("passed", ["a library", "a server"]), b=("passed",), c=("passed",))
    assert choose(measured(*parts(a=1.0, b=1.6, c=2.0)), known, READS).recommended == "a"


def test_of_equally_simple_ones_the_faster_is_taken():
    known = mechanisms(a=("passed", ["Linux"]), b=("passed", ["Linux"]), c=("passed", ["x", "y"]))
    assert choose(measured(*parts(a=1.2, b=1.1, c=1.0)), known, READS).recommended == "b"


@pytest.mark.parametrize("safety", ["unsafe", "untried", "not probed"])
def test_without_any_that_passed_nothing_is_recommended(safety):
    known = {name: mechanism(name, safety) for name in "abc"}
    found = choose(measured(*parts(a=1.0, b=1.4, c=1.6)), known, READS)
    assert found.recommended is None and found.fastest_safe is None and (found.fastest, found.simplest) == ("a", "a")


def test_what_was_not_tried_is_no_pass():
    known = mechanisms(a=("untried",), b=("passed", ["a library"]), c=("unsafe",))
    found = choose(measured(*parts(a=1.0, b=1.4, c=1.0)), known, READS)
    assert found.recommended == found.fastest_safe == "b"


def test_times_and_ratios_are_those_that_were_planted():
    known = {name: mechanism(name) for name in "abc"}
    found = {one.backend: one for one in choose(measured(*parts(a=1.0, b=1.02, c=3.0)), known, READS).ranked}
    assert found["c"].seconds == pytest.approx(3000, rel=0.02) and found["c"].ratio == pytest.approx(3, rel=0.03)
    assert found["c"].low < 3000 < found["c"].high and not found["c"].alike and found["a"].alike
    assert found["c"].once == found["c"].once_high == 0 and found["c"].access == found["c"].seconds


def test_what_differs_less_than_identical_things_do_cannot_be_told_apart():
    known = {name: mechanism(name) for name in "abc"}
    made = [part("a", "read_item", 1.0), part("b", "read_item", 1.1, floor=1.2), part("c", "read_item", 1.1)]
    assert choose(measured(*made), known, READS).alike == ["a", "b"]


def test_the_best_of_equals_is_chosen_on_the_other_blocks():
    rng = np.random.default_rng(3)
    logs = rng.normal(0, 0.2, (BLOCKS, 3))
    made = [part(name, "read_item", 1.0, noise=logs[:, place]) for place, name in enumerate("abc")]
    found = {one.backend: one for one in choose(measured(*made), {n: mechanism(n) for n in "abc"}, READS).ranked}
    best = effects.cross_validated_best(logs)
    for place, name in enumerate("abc"):
        assert found[name].ratio == pytest.approx(np.exp(np.median(logs[:, place] - best)))


def test_a_choice_that_hangs_on_one_block_is_seen():
    lucky = np.zeros(BLOCKS)
    lucky[2] = np.log(0.01)
    made = [part("a", "read_item", 1.3, noise=lucky), part("b", "read_item", 0.8), part("c", "read_item", 5.0)]
    found = choose(measured(*made), mechanisms(a=("passed",), b=("passed", ["Linux"]), c=("passed",)), READS)
    assert found.fastest == "b"  # by the median over the blocks
    assert found.recommended == "a" and found.agreeing == BLOCKS - 1  # without the lucky one it would be b


def test_one_that_lacks_a_part_or_a_block_is_not_ranked_and_costs_the_others_nothing():
    made = parts(a=1.0, b=1.1, c=1.2)
    short = made[2].__class__(**{**vars(made[2]), "backend": "d", "blocks": [0, 1, 2], "logs": [0.0] * 3})
    some = measured(*made, short, part("e", "read_item", 1.0, processes=2))
    found = choose(some, {name: mechanism(name) for name in "abcde"}, READS)
    assert [one.backend for one in found.ranked] == ["a", "b", "c"] and len(found.blocks) == BLOCKS
    assert [(one.backend, one.task) for one in found.lacking] == [("d", ""), ("e", "reads")]


def test_a_replica_is_no_choice_for_reading():
    known = {name: mechanism(name, replica=name == "a") for name in "abc"}
    found = choose(measured(*parts(a=0.1, b=1.0, c=1.1)), known, READS)
    assert found.fastest == "b" and [one.backend for one in found.lacking] == ["a"]


def test_too_few_blocks_make_no_choice():
    one = parts(a=1.0)[0]
    alone = one.__class__(**{**vars(one), "blocks": [0], "logs": one.logs[:1]})
    found = choose(measured(alone), {"a": mechanism("a")}, READS)
    assert found.ranked == [] and found.fastest is None and found.recommended is None


def test_memory_stands_beside():
    found = choose(measured(*parts(a=1.0)), {"a": mechanism("a")}, READS, lambda name: Memory(len(name), 2, 3))
    assert found.ranked[0].memory == Memory(1, 2, 3)
