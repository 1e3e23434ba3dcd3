"""A row of the plan as a command line."""

import json
import os
import shlex
import subprocess
import sys
from types import SimpleNamespace

import pytest

from measure.contract.operations import OPERATIONS
from measure.harness import order
from sweep import commands, sets
from tests.sweep.default import load, wildcards


def test_the_command_names_the_interpreter_on_trial(config):
    found = load(config)
    row = next(row for row in found.rows.values() if row["interpreter"] == "3.8")
    command = commands.cell_set(found, wildcards(row))
    assert command.startswith("/opt/3.8 -s -m measure.cell_set ")


def test_each_second_block_has_its_operations_in_the_reverse_of_the_order_before(config):
    found = load(config)
    for number in (0, 2, 4):
        one, other = (
            commands.described_cell(found, next(row for row in found.measured if row["block"] == str(block)))
            for block in (number, number + 1)
        )
        wanted = [name for name in OPERATIONS if name not in order.BEFORE]
        orders = [order.in_order(wanted, cell.seed, cell.block) for cell in (one, other)]
        assert orders[0] == orders[1][::-1] and one.draws != other.draws


def test_a_change_of_the_harness_changes_the_command_so_that_snakemake_measures_again(config):
    found = load(config)
    row = next(iter(found.rows.values()))
    before = commands.cell_set(found, wildcards(row))
    found.digests[row["backend"]] = "another"  # that of one of the set's cells
    assert commands.cell_set(found, wildcards(row)) != before


def test_a_search_for_a_limit_is_told_the_sizes_that_are_tried_first(config):
    told = described_limit(config)
    assert told["settings"]["try_first"] == [10_000_000, 20_000_000] and told["settings"]["deadline_seconds"] == 120
    del config["limits"]["try_first"]
    assert described_limit(config)["settings"]["try_first"] == []


class Wildcards(SimpleNamespace):
    """As Snakemake's: by name and by key."""

    def __getitem__(self, name):
        return getattr(self, name)


def described_limit(config):
    """What the command of a search says in JSON."""
    found = load(config)
    label = next(iter(found.rows.values()))["interpreter"]
    asked = Wildcards(interpreter=label, backend="shareable_list", mode="plain")
    return json.loads(shlex.split(commands.limit(found, asked))[-1])


@pytest.mark.parametrize(
    ("name", "value", "asked", "found"),
    [
        # Else each cell would compile our modules anew, and so would a Manager's server while its start is timed.
        ("PYTHONDONTWRITEBYTECODE", "1", "sys.dont_write_bytecode", "False"),
        ("PYTHONOPTIMIZE", "1", "sys.flags.optimize", "0"),
        ("PYTHONDEVMODE", "1", "sys.flags.dev_mode", "False"),
        ("PYTHONSTARTUP", "x", "'PYTHONSTARTUP' in os.environ", "False"),
        ("PYTHONPATH", "/nowhere", "'/nowhere' in sys.path", "False"),
        ("LC_ALL", "zh_CN.GBK", "locale.getpreferredencoding()", "UTF-8"),
    ],
)
def test_a_job_and_a_pilot_s_cell_know_nothing_of_the_shell_that_starts_them(monkeypatch, name, value, asked, found):
    monkeypatch.setenv(name, value)
    prefix = shell_prefix(".")
    ask = [sys.executable, "-s", "-c", f"import locale, os, sys; print({asked})"]
    job = subprocess.run(["bash", "-c", f"{prefix} {shlex.join(ask)}"], capture_output=True, text=True, check=True)
    pilot = subprocess.run(ask, env=commands.environment("."), capture_output=True, text=True, check=True)
    assert (job.stdout, pilot.stdout) == (f"{found}\n",) * 2


def shell_prefix(root, version="x"):
    """As Snakemake hands it to a shell."""
    return commands.shell_prefix(root, version).replace("{{", "{").replace("}}", "}")


@pytest.fixture
def sources(tmp_path):
    """A folder with a file of either half, and its code's number."""
    for name in ("measure", "checks"):
        (tmp_path / "scripts" / name).mkdir(parents=True)
        (tmp_path / "scripts" / name / "a module.py").write_text("x = 1\n", encoding="utf-8")
    return tmp_path, commands.code(str(tmp_path))


def on_trial(root, version, job):
    """(exit status, what it printed, what it said) of a job's shell."""
    words = f"{shell_prefix(str(root), version)} on_trial {shlex.join(['/bin/sh', '-c', job])}; echo went on"
    done = subprocess.run(["bash", "-c", words], capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    "change",
    [
        "echo 'x = 2' > '{}'/measure/'a module.py'",
        "rm '{}'/checks/'a module.py'",
        "mv '{}'/measure/'a module.py' '{}'/measure/renamed.py",
        "cp '{}'/measure/'a module.py' '{}'/measure/another.py",
        "mkdir '{}'/checks/more; echo > '{}'/checks/more/new.py",
    ],
)
def test_what_is_on_trial_is_one_version_from_its_start_to_its_end(sources, change):
    root, version = sources
    scripts = root / "scripts"
    assert on_trial(root, version, "echo done") == (0, "done\nwent on\n", "")
    assert on_trial(root, version, "echo died; exit 3") == (3, "died\n", "")
    change = change.replace("{}", str(scripts))
    during = on_trial(root, version, f"echo done; {change}; exit 3")
    assert during == (1, "done\n", commands.CHANGED + "\n")
    assert on_trial(root, version, "echo done") == (1, "", commands.CHANGED + "\n")
    assert on_trial(root, commands.code(str(root)), "echo done") == (0, "done\nwent on\n", "")


def test_what_is_not_on_trial_may_change(sources):
    root, version = sources
    (root / "scripts/render").mkdir()
    (root / "scripts/render/new.py").write_text("x = 1\n", encoding="utf-8")
    (root / "scripts/measure/__pycache__").mkdir()
    (root / "scripts/measure/__pycache__/a.pyc").write_text("x", encoding="utf-8")
    assert on_trial(root, version, "echo done")[0] == 0


def test_another_s_sitecustomize_doesn_t_run(tmp_path):
    environment = commands.environment(os.getcwd())
    ask = [sys.executable, "-s", "-c", "import sitecustomize; print(sitecustomize.__file__)"]
    done = subprocess.run(ask, env=environment, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == os.path.abspath("scripts/sitecustomize.py")


def test_a_set_s_command_is_no_longer_than_linux_takes_an_argument(config):
    """128 KiB, and its shell's prefix comes on top."""
    found = load(config)
    longest = max(found.sets.values(), key=lambda rows: len(commands.of_set(found, rows)))
    each = len(commands.of_set(found, longest)) / len(longest)
    assert each * sets.MOST_CELLS < 0.8 * 2**17
