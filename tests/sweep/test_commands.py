"""A row of the plan as a command line."""

from sweep import commands
from tests.sweep.default import load, wildcards


def test_the_command_names_the_interpreter_on_trial(config):
    found = load(config)
    row = next(row for row in found.rows.values() if row["interpreter"] == "3.8")
    command = commands.cell(found, wildcards(row))
    assert command.startswith("/opt/3.8 -s -m measure ")


def test_a_change_of_the_harness_changes_the_command_so_that_snakemake_measures_again(config):
    found = load(config)
    row = next(iter(found.rows.values()))
    before = commands.cell(found, wildcards(row))
    found.digests[row["backend"]] = "another"
    assert commands.cell(found, wildcards(row)) != before
