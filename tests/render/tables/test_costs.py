"""The tables of costs: what is there is shown, and a quantile only with enough operations behind it."""

import numpy as np
import pandas as pd

from render.tables import costs

CONDITION = dict(interpreter="3.13", operation="latency", backend="shared_memory", payload="items", size_bytes=1024)
CONDITION.update(processes=1, blocks=7)


def summary(**values):
    empty = dict.fromkeys([*costs.COUNTS, "timed_singly", "one_processor_share"], np.nan)
    times = dict(p50_seconds=1e-6, p90_seconds=2e-6, p99_seconds=3e-6, one_processor_seconds=1e-6, apart_seconds=np.nan)
    return pd.DataFrame([CONDITION | empty | times | values])


def test_a_quantile_needs_enough_operations_in_each_block():
    (many,) = costs.to_context(summary(timed_singly=700.0), [], set())["quantiles"]
    (few,) = costs.to_context(summary(timed_singly=699.0), [], set())["quantiles"]
    assert (many["p99_seconds"], few["p99_seconds"]) == ("3 µs", "")
    assert few["p90_seconds"] == "2 µs"


def test_a_side_that_never_shared_a_processor_has_no_time_for_it():
    (row,) = costs.to_context(summary(one_processor_share=1.0), [], set())["placement"]
    assert (row["share"], row["one_processor_seconds"], row["apart_seconds"]) == ("100%", "1 µs", "")


def test_stray_counts_are_left_out_and_memory_is_of_the_mechanisms_alone():
    held = dict(CONDITION, placement="none", parent=2**20, worker=2**21, servers=0, total=3 * 2**20, total_uss=None)
    held.update(shared=5, descriptors=9)
    found = costs.to_context(
        summary(minor_faults=2.0, read_calls=0.001), [held, dict(held, backend="a_control")], {"shared_memory"}
    )
    assert found["counts"][0]["counts"] == ["2", "", "", "", ""]
    (row,) = found["memory"]
    assert (row["parent"], row["worker"], row["servers"], row["total_uss"]) == ("1.0", "2.0", "", "")


def test_small_payloads_are_left_out_where_there_are_others():
    held = dict(CONDITION, placement="none", operation="attach", parent=1, worker=1, servers=0, total=1, total_uss=1)
    held.update(shared=0, descriptors=9)
    rows = [dict(held, size_bytes=size, processes=count) for size, count in ((2**24, 1), (1024, 1), (1024, 4))]
    found = [(row["size"], row["processes"]) for row in costs.memory_rows(rows)]
    assert found == [(1024, 4), (2**24, 1)]
    assert len(costs.memory_rows(rows[1:2])) == 1


def test_a_claim_on_messages_says_which_placement_it_reads():
    shares = pd.concat([summary(one_processor_share=share) for share in (0.25, 0.75)])
    reading = {"conditions": {"operation": "latency", "backends": ["shared_memory"]}}

    def note(*readings):
        return costs.note({"id": "tenfold", "readings": readings}, shares).striptags()

    assert "50% ended" in note(reading) and "25% to 75%" in note(reading)
    other = {"conditions": {"operation": "read_item", "backends": ["shared_memory"]}}
    assert note(other) == note({"conditions": {"operation": "x"}}) == ""


def test_an_older_run_has_none_of_them():
    assert (
        costs.to_context(summary().drop(columns=[*costs.COUNTS, "timed_singly", "one_processor_share"]), [], set())
        is None
    )
