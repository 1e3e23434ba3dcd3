"""What is the same must come out the same: who is a twin, which pair is refused, and how seldom a true one is."""

import numpy as np
import pandas as pd
import pytest

from judge.instrument import findings, twins
from tests.judge.synthetic import SIZES, cells, noise

TMPFS = "memoryview of tmpfs pages"
BACKENDS = {name: {"view_memory": TMPFS} for name in ("memfd", "posix_ipc", "shared_memory")}
BACKENDS |= {"mmap_file": {"view_memory": "memoryview of a disk file's pages"}, "manager_list": {"view_memory": None}}
BACKENDS |= {"old": {}}
CONTROLS = {"same_as_manager_list": {"same_as": "manager_list"}, "grows": {"exponent": 0.5}}
LARGE = SIZES[-1]


def frame(factors=None, spread=0.03, blocks=7, **where):
    """Cells of all of BACKENDS and CONTROLS at all sizes; `factors`: (backend, size) -> how much slower it is."""
    names = [*BACKENDS, "same_as_manager_list"]
    truth = {(name, size): 1e-6 * (factors or {}).get((name, size), 1) for name in names for size in SIZES}
    return cells(truth, np.random.default_rng(0), spread=spread, blocks=blocks, **where)


def found(values, answering=frozenset({"manager_list", "same_as_manager_list"})):
    return twins.twins(values, BACKENDS, CONTROLS, set(answering))


def names(pairs):
    return {tuple(one.pair) for one in pairs}


def test_a_twin_whose_large_reads_take_longer_is_refused_and_named():
    one = found(frame({("posix_ipc", LARGE): 2.4}))
    assert names(one.refused) == {("memfd", "posix_ipc"), ("posix_ipc", "shared_memory")}
    for pair in one.refused:
        assert (pair.operation, pair.size, pair.processes, pair.margin) == ("read_item", LARGE, 1, twins.WIDE_MARGIN)
        assert abs(np.log(pair.estimate)) == pytest.approx(np.log(2.4), abs=0.1)
        assert pair.refused and (pair.low > pair.margin or pair.high < 1 / pair.margin)
    assert one.pairs == 4 * len(SIZES)  # three pairs over one memory, and a control's
    assert len(one.widest) == twins.SHOWN and not any(pair.refused for pair in one.widest)


def test_only_the_same_memory_and_the_same_line_make_twins():
    values = frame()
    assert names(found(values).widest) <= {*names_of_pairs("access"), ("same_as_manager_list", "manager_list")}
    values.loc[values["backend"] == "memfd", "line"] = "value = unpack(view, i)"
    assert found(values).pairs == 2 * len(SIZES)


def names_of_pairs(operation_class):
    return {pair for pair, classes in twins.pairs_of_names(BACKENDS, CONTROLS) if operation_class in classes}


def test_doubles_are_twins_in_all_but_what_makes_them_and_mechanisms_in_accesses_and_copies():
    double = ("same_as_manager_list", "manager_list")
    by_memory = {("memfd", "posix_ipc"), ("memfd", "shared_memory"), ("posix_ipc", "shared_memory")}
    assert names_of_pairs("access") == names_of_pairs("whole") == by_memory | {double}
    assert names_of_pairs("update") == names_of_pairs("latency") == {double}
    assert names_of_pairs("set-up") == set()
    assert found(frame(operation="empty_loop")).pairs == found(frame(operation="first_read")).pairs == 0


def test_sizes_processes_and_placements_are_never_mixed():
    values = frame()
    other = frame(processes=2)
    other = other[other["backend"] != "memfd"]
    both = found(pd.concat([values, other.assign(placement="near")], ignore_index=True))
    assert both.pairs == 4 * len(SIZES) + 2 * len(SIZES)


@pytest.mark.parametrize(
    ("factor", "where", "refused"),
    [
        (1.10, {"size": 1024}, True),
        (1.03, {"size": 1024}, False),
        (1.10, {"size": 2**22}, False),
        (1.30, {"size": 2**22}, True),
        (1.10, {"size": 1024, "operation": "latency"}, False),
        (1.10, {"size": 1024, "operation": "increment_locked"}, True),
        (1.10, {"size": 1024, "answering": {"manager_list"}}, False),
    ],
)
def test_the_margin_is_wider_for_large_copies_and_for_what_another_process_answers(factor, where, refused):
    where = {"operation": "read_item", "answering": set()} | where
    truth = {("same_as_manager_list", where["size"]): factor, ("manager_list", where["size"]): 1.0}
    values = cells(truth, np.random.default_rng(0), spread=0.002, operation=where["operation"])
    assert bool(found(values, where["answering"]).refused) == refused


def test_too_few_blocks_tell_nothing_apart():
    assert found(frame({("posix_ipc", LARGE): 9.0}, blocks=5)).pairs == 0


def test_an_older_run_has_its_doubles_only():
    older = {name: {} for name in BACKENDS}
    assert twins.twins(frame(), older, CONTROLS, set()).pairs == len(SIZES)


def pair_of(logs, place=0):
    names = [f"a{place}", f"b{place}"]
    one = findings.TwinPair(names, "3.12", "items", "read_item", 1024, 1, "none", len(logs), twins.MARGIN)
    return twins.ComparedPair(one, logs)


@pytest.mark.parametrize("world", ["gaussian", "flipping", "skewed"])
def test_noise_refuses_one_run_in_twenty_at_most(world):
    """200 runs of 30 identical pairs of 7 blocks."""
    rng, runs = np.random.default_rng(0), 200
    bad = 0
    for _ in range(runs):
        logs = noise(rng, (30, 7), world) - noise(rng, (30, 7), world)
        bad += any(one.refused for one in twins.judged_by_holm([pair_of(each) for each in logs]))
    assert bad / runs <= 0.05


def test_holm_looks_again_at_the_level_of_those_that_are_left():
    """A pair that would pass alone at the level of one of ten is refused once the nine others are."""
    clear, close = np.log(2) + np.linspace(-0.01, 0.01, 7), np.log(1.5) + np.linspace(-0.08, 0.08, 7) * 1.5
    alone = twins.with_interval(pair_of(close), 1 - twins.MISSES)
    corrected = twins.with_interval(pair_of(close), 1 - twins.MISSES / 10)
    assert corrected.low < alone.low
    limit = np.sqrt(alone.low * corrected.low)
    shifted = close - np.log(limit / twins.MARGIN)
    several = [pair_of(clear, place) for place in range(9)] + [pair_of(shifted, 9)]
    assert all(one.refused for one in twins.judged_by_holm(several))
    quiet = [pair_of(clear - clear.mean(), place) for place in range(9)] + [pair_of(shifted, 9)]
    assert not any(one.refused for one in twins.judged_by_holm(quiet))


def test_several_kinds_of_node_keep_every_refused_pair():
    one, other = found(frame({("posix_ipc", LARGE): 2.4})), found(frame())
    merged = twins.merge([one, other])
    assert (merged.pairs, merged.refused) == (one.pairs + other.pairs, one.refused)
    assert len(merged.widest) == twins.SHOWN
    assert twins.merge([]) == findings.TwinFindings()
