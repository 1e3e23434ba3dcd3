"""What is switched off in Snakemake is still there to be switched off, and a user without a name is let through."""

import getpass
import inspect
import os
from pathlib import Path

import snakemake

from sweep import snakemake_patches


def test_snakemake_still_has_the_rate_limiter_that_is_switched_off():
    """Should a newer Snakemake name it otherwise, its main process would take a core from the measurement again."""
    scheduler = Path(inspect.getfile(snakemake)).parent / "scheduling" / "job_scheduler.py"
    assert "if self.job_rate_limiter is not None:" in scheduler.read_text(encoding="utf-8")


def test_a_user_without_a_name_gets_the_number_for_one(monkeypatch):
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "")  # and not delenv: what the call sets is gone after the test, too
    monkeypatch.setattr("pwd.getpwuid", {}.__getitem__)
    snakemake_patches.name_user()
    assert getpass.getuser() == str(os.getuid())
    monkeypatch.setenv("LOGNAME", "somebody")
    snakemake_patches.name_user()
    assert getpass.getuser() == "somebody"
