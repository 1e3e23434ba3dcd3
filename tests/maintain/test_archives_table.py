"""The table of archived runs names each with its machine, its commit, its length and its purpose."""

from maintain import archives_table


def test_a_run_has_a_row_that_says_whether_it_is_quoted():
    run = {
        "machine": {"processor": "a processor", "cores": 2},
        "interpreters": {"3.13": "3.13.0", "3.8": "3.8.18"},
        "commit": "0123456789abcdef",
        "planned": "2026-11-29T13:45:09Z",
        "started": 0,
        "ended": 1581,
        "cells": 1351,
        "blocks": 7,
        "config": {"outdir": "results/mechanisms"},
    }
    controls = [{"name": "grows", "found": True}, {"name": "hangs", "found": False}]
    runs = {"2026-11-29": {"run": run, "instrument": {"disturbed": 17, "controls": controls}}}
    *_, row = archives_table.lines(runs, {"2026-11-29"})
    assert row == (
        "| [2026-11-29](2026-11-29) | a processor, 2 cores | 3.8, 3.13 | `0123456` | 2026-11-29 13:45:09 UTC | 26 | "
        "1,351 in 7 blocks | 17 | hangs | what to use instead: README.md, docs/mechanisms.html |"
    )
    *_, row = archives_table.lines(runs, set())
    assert row.endswith("| replicates what to use instead |")
