"""A cluster's run asks before its first job, names the one that failed, and keeps the plugins' noise away."""

import logging
from types import SimpleNamespace

import pytest
from snakemake.logging import logger
from snakemake_interface_logger_plugins.common import LogEvent

from sweep import cluster

ASKS_SACCT = SimpleNamespace(status_command="sacct")
PLUGIN = f"/somewhere/site-packages/{cluster.PLUGINS[0]}/__init__.py"


@pytest.fixture
def slurm(tmp_path, monkeypatch):
    """Puts a command of Slurm's in the place of the real one."""

    def make(name, *lines):
        (tmp_path / name).write_text("\n".join(["#!/bin/sh", *lines]) + "\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")

    return make


def test_without_accounting_the_key_that_helps_is_named(slurm):
    slurm("sacct", "echo 'Slurm accounting storage is disabled' >&2", "exit 1")
    words = cluster.accounting_fault(ASKS_SACCT)
    assert "(sacct: Slurm accounting storage is disabled)" in words and "`slurm-status-command: squeue`" in words


def test_who_has_accounting_the_key_or_no_slurm_is_let_through(slurm, monkeypatch):
    slurm("sacct", "echo 17", "exit 0")
    assert cluster.accounting_fault(ASKS_SACCT) == ""
    slurm("sacct", "exit 1")
    for settings in (SimpleNamespace(status_command="squeue"), SimpleNamespace(), None):
        assert cluster.accounting_fault(settings) == ""
    monkeypatch.setenv("PATH", "")
    assert cluster.accounting_fault(ASKS_SACCT) == ""


def record(path, level, words, **facts):
    found = logging.LogRecord("snakemake", level, path, 1, words, (), None)
    found.__dict__.update(facts)
    return found


@pytest.mark.parametrize(
    ("path", "level", "words", "shown"),
    [
        (PLUGIN, logging.INFO, "SLURM run ID: x", False),
        (PLUGIN, logging.INFO, "Job 3 has been submitted with SLURM jobid 17 (log: x).", False),
        (PLUGIN, logging.WARNING, "No SLURM account given, trying to guess.", False),
        (PLUGIN, logging.WARNING, "Unable to guess SLURM account. Trying to proceed without.", False),
        (PLUGIN, logging.WARNING, "No job memory information ('mem_mb' or 'mem_mb_per_cpu') is given", False),
        (PLUGIN, logging.WARNING, "Job '17' failed with status 'NODE_FAIL', but requeue is enabled.", True),
        (PLUGIN, logging.ERROR, "SLURM sbatch failed: MinJobAge", True),
        ("/somewhere/snakemake/workflow.py", logging.INFO, "No SLURM account given, trying to guess.", True),
    ],
)
def test_the_plugins_noise_is_kept_from_the_terminal(path, level, words, shown):
    assert cluster.Noise().filter(record(path, level, words)) == shown


def test_the_terminal_is_freed_of_it_and_the_log_keeps_it(tmp_path, monkeypatch):
    terminal, log = logging.StreamHandler(), logging.FileHandler(tmp_path / "log", delay=True)
    monkeypatch.setattr(logger, "handlers", [terminal, log])
    failed = cluster.listen()
    assert [type(one) for one in terminal.filters] == [cluster.Noise] and log.filters == []
    assert logger.handlers == [terminal, log, failed]


def group(*members, **facts):
    facts = {"aux_logs": [], "event": LogEvent.GROUP_ERROR, "job_error_info": list(members), **facts}
    return record("jobs.py", logging.ERROR, "Error in group x", **facts)


def member(rule, *output):
    return {"rule_name": rule, "output": list(output), "log": []}


CELLS = member("cell_set", "results/raw/3/3.13/items")
BLOCK = member("block", "results/blocks/3.parquet")


def test_a_failed_job_is_named_with_its_block_its_fate_and_its_log(slurm, capsys):
    slurm("squeue", '[ "$5" = 17 ] && echo CANCELLED')
    failed = cluster.FailedJobs()
    failed.handle(group(CELLS, BLOCK, external_jobid="17", aux_logs=["slurm/17.log"]))
    wanted = "block 3 failed (job 17, CANCELLED); its log: slurm/17.log. The rest goes on.\n"
    assert capsys.readouterr().err == wanted
    assert failed.logs == ["slurm/17.log"]


def test_what_is_no_block_or_no_group_is_named_by_its_rules(slurm, capsys):
    slurm("squeue", "exit 1")
    failed = cluster.FailedJobs()
    failed.handle(group(member("limit", "a"), member("limit", "b"), member("limits", "c"), external_jobid="8"))
    alone = {**member("budget"), "event": LogEvent.JOB_ERROR, "aux": {"external_jobid": "9"}, "log": ["9.log"]}
    failed.handle(record("jobs.py", logging.ERROR, "Error in rule", **alone))
    failed.handle(record("jobs.py", logging.ERROR, "Error in rule", **{**alone, "aux": {}}))  # one of a group, again
    failed.handle(group(BLOCK))
    first, second, third = capsys.readouterr().err.splitlines()
    assert first.startswith("limit and limits failed (job 8, nobody knows why); its log: .snakemake/log/slurm-8.log")
    assert second.startswith("budget failed (job 9, nobody knows why); its log: 9.log")
    assert third.startswith("block 3 failed (it was not submitted)")
