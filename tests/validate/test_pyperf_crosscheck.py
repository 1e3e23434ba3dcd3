"""The crosscheck pairs what belongs together, reads both contenders' files, and times the contract's own lines."""

import ast
import json
import random

import pytest

from measure.contract import discovery, operations
from sweep.interpreters import Interpreter
from validate import pyperf_crosscheck

CASE = pyperf_crosscheck.Case("3.8", "python3.8", "shared_memory", "read_item", False)
BARE = CASE._replace(operation="read_item_fixed", bare=True)


def pairs(ours, pyperf, rounds=7):
    """Of made-up seconds; each round is a little slower than the last, for both."""
    timing = pyperf_crosscheck.Timing
    return [
        {"ours": timing(ours * (1 + n), 0.5, ours * (1 + n)), "pyperf": timing(pyperf * (1 + n), 3, pyperf * (1 + n))}
        for n in range(rounds)
    ]


def test_lines_are_the_contracts_and_servers_stay_out():
    chosen = {label: Interpreter(label, (3, 8, 0)) for label in ("3.8", "3.13")}
    todo = pyperf_crosscheck.cases(chosen, ["shared_memory", "manager_list"])
    assert len(todo) == len(set(todo)) == 2 * (len(pyperf_crosscheck.OPERATIONS) + 1)
    assert {case.backend for case in todo} == {"shared_memory"}
    backend = discovery.load(discovery.find("shared_memory"))
    assert {pyperf_crosscheck.line(case) for case in todo} == {
        operations.line(backend, operation, "items") for operation in pyperf_crosscheck.OPERATIONS
    }


def test_a_copy_that_goes_item_by_item_is_left_out():
    todo = pyperf_crosscheck.cases({"3.8": Interpreter("python3.8", (3, 8, 0))}, ["shareable_list"])
    assert [case for case in todo if case.operation == "read_item"]
    assert not [case for case in todo if case.operation == "copy_out"]


def test_an_items_line_draws_its_position_and_a_bare_one_does_not():
    drawn, bare = pyperf_crosscheck.statement(CASE, 7), pyperf_crosscheck.statement(BARE, 7)
    assert drawn[-1] == "for i in islice(draw, 1000):\n    value = view[i]"
    assert drawn[-3:-1] == ["--inner-loops", "1000"]
    assert bare[-1] == "value = view[i]" and "--inner-loops" not in bare
    whole = pyperf_crosscheck.statement(CASE._replace(operation="increment"), 7)
    assert whole[-1] == "view[0] += 1"


def test_the_setup_is_python_and_makes_the_view_with_the_rounds_seed():
    prepared = pyperf_crosscheck.statement(CASE, 7)
    setup = prepared[prepared.index("--setup") + 1]
    names = {node.id for node in ast.walk(ast.parse(setup)) if isinstance(node, ast.Name)}
    assert {"view", "draw", "i", "value"} <= names
    assert 'Payload("items", 65536, 7)' in setup and "[i] if False" in setup


@pytest.mark.parametrize("operation", pyperf_crosscheck.OPERATIONS)
def test_the_setup_gives_each_line_what_it_names(operation):
    prepared = pyperf_crosscheck.statement(CASE._replace(operation=operation), 7)
    names = {}
    exec(prepared[prepared.index("--setup") + 1], names)
    try:
        exec(prepared[-1], names)
        assert names.get("value") and len(names["view"]) == pyperf_crosscheck.SIZE // 8
    finally:
        exec(pyperf_crosscheck.TEARDOWN, names)


def test_our_figure_is_the_median_of_the_batches_and_their_mean_stands_beside_it(tmp_path):
    out = tmp_path / "cell.csv"
    head = "operation,phase,seconds_per_operation,error,reason\n"
    read = "read_item,warmup,9,,\nread_item,sample,1,,\nread_item,sample,2,,\nread_item,sample,6,,\ncell,cell,7,,\n"
    out.write_text(head + read + "increment,sample,5,,\n")
    assert pyperf_crosscheck.ours_in(out, ("read_item", "increment")) == {"read_item": (2, 3), "increment": (5, 5)}
    out.write_text(head + read + "increment,sample,5,wrong,read 1 instead of 2\n")
    with pytest.raises(pyperf_crosscheck.Failed, match="increment: read 1 instead of 2"):
        pyperf_crosscheck.ours_in(out, ("read_item", "increment"))
    out.write_text(head + read)
    with pytest.raises(pyperf_crosscheck.Failed, match="increment: no sample"):
        pyperf_crosscheck.ours_in(out, ("read_item", "increment"))


def test_pyperfs_figure_is_the_mean_of_its_values(tmp_path):
    out = tmp_path / "pyperf.json"
    runs = [{"warmups": [[1, 9.0]]}, {"warmups": [[1, 9.0]], "values": [1.0, 2.0]}, {"values": [3.0, 6.0]}]
    out.write_text(json.dumps({"benchmarks": [{"runs": runs}]}))
    assert pyperf_crosscheck.pyperf_in(out) == 3


def test_contenders_take_turns_in_a_random_order_with_one_seed_a_round(capsys):
    calls = []

    def taker(name):
        return lambda case, group, seed: calls.append((name, case, group, seed)) or (name, case, seed)

    takers, other = {name: taker(name) for name in ("ours", "pyperf")}, CASE._replace(backend="local_list")
    found = pyperf_crosscheck.measured([CASE, BARE, other], takers, 20, random.Random(1))
    for case in (CASE, BARE, other):
        assert found[case] == [{name: (name, case, seed) for name in takers} for seed in range(20)]
    neighbours = list(zip(calls[::2], calls[1::2], strict=True))
    assert all(one[1:] == other[1:] and one[0] != other[0] for one, other in neighbours)
    assert {one[0] for one, _ in neighbours} == {"ours", "pyperf"}
    assert all(group == ([other] if case == other else [CASE, BARE]) for _, case, group, _ in calls)
    lines = [case for _, case, _, _ in calls[::2] if case != other]
    assert set(zip(lines[::2], lines[1::2], strict=True)) == {(CASE, BARE), (BARE, CASE)}


def test_ratios_are_taken_within_a_round():
    found = pyperf_crosscheck.row(CASE, pairs(1.01e-8, 1e-8))
    assert [found[key] for key in ("ratio", "low", "high")] == ["1.01", "1.01", "1.01"]
    assert found["our_wall_seconds"] == "3.5" and found["pyperf_wall_seconds"] == "21" and found["rounds"] == 7
    assert float(found["time_share"]) == pytest.approx(0.5 / 3, rel=0.01)
    assert found["remark"] == "" and list(found) == pyperf_crosscheck.COLUMNS


def test_what_lies_outside_is_said():
    assert pyperf_crosscheck.row(CASE, pairs(1.1e-8, 1e-8))["remark"].startswith("outside; the rounds spread by")
    assert pyperf_crosscheck.row(BARE, pairs(1.5e-8, 1e-8))["remark"].endswith("20.0 ns less")
    spread = [*pairs(1.1e-8, 1e-8, 5), *pairs(0.9e-8, 1e-8, 2)]
    assert pyperf_crosscheck.row(CASE, spread)["remark"].startswith("outside, but the interval reaches the band; ")


def test_a_narrow_interval_that_reaches_the_band_agrees_and_a_wide_one_does_not():
    assert pyperf_crosscheck.agrees((0.95, 0.90, 0.98)) and pyperf_crosscheck.agrees((1.02, 0.5, 2))
    assert not pyperf_crosscheck.agrees((0.95, 0.80, 0.99)) and not pyperf_crosscheck.agrees((0.95, 0.94, 0.96))


def test_a_line_that_agrees_by_the_mean_says_so():
    """A median leaves out the delays that pyperf's mean has."""
    some = pairs(0.9e-8, 1e-8)
    delayed = [{**pair, "ours": pair["ours"]._replace(mean=pair["pyperf"].mean)} for pair in some]
    assert "by the mean of our batches it agrees" in pyperf_crosscheck.row(CASE, delayed)["remark"]
    assert "by the mean" not in pyperf_crosscheck.row(CASE, some)["remark"]


def test_the_sentence_counts_the_lines_in_the_same_loop():
    rows = [pyperf_crosscheck.row(CASE, pairs(ratio * 1e-8, 1e-8)) for ratio in (1, 1.02, 1.2)]
    text = pyperf_crosscheck.summary([*rows, pyperf_crosscheck.row(BARE, pairs(2e-8, 1e-8))])
    assert text.startswith("2 of 3 lines are within 0.97 to 1.03, their median ratio is 1.020")
