"""A row of the plan as a command line."""

import os
import shlex
import subprocess
import sys

from sweep import commands, sets
from tests.sweep.default import load, wildcards


def test_the_command_names_the_interpreter_on_trial(config):
    found = load(config)
    row = next(row for row in found.rows.values() if row["interpreter"] == "3.8")
    command = commands.cell_set(found, wildcards(row))
    assert command.startswith("/opt/3.8 -s -m measure.cell_set ")


def test_a_change_of_the_harness_changes_the_command_so_that_snakemake_measures_again(config):
    found = load(config)
    row = next(iter(found.rows.values()))
    before = commands.cell_set(found, wildcards(row))
    found.digests[row["backend"]] = "another"  # that of one of the set's cells
    assert commands.cell_set(found, wildcards(row)) != before


def test_a_job_and_a_pilot_s_cell_keep_what_they_compile(monkeypatch):
    """Else each cell would compile our modules anew, and so would a Manager's server while its start is timed."""
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    prefix = commands.shell_prefix(".").replace("{{", "{").replace("}}", "}")
    ask = f"{shlex.quote(sys.executable)} -c 'import sys; print(sys.dont_write_bytecode)'"
    done = subprocess.run(["bash", "-c", f"{prefix} {ask}"], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
    assert "PYTHONDONTWRITEBYTECODE" in os.environ
    assert "PYTHONDONTWRITEBYTECODE" not in commands.environment(".")


def test_a_set_s_command_is_no_longer_than_linux_takes_an_argument(config):
    """128 KiB, and its shell's prefix comes on top."""
    found = load(config)
    longest = max(found.sets.values(), key=lambda rows: len(commands.of_set(found, rows)))
    each = len(commands.of_set(found, longest)) / len(longest)
    assert each * sets.MOST_CELLS < 0.8 * 2**17
