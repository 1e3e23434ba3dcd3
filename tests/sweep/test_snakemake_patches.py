"""What is switched off in Snakemake is still there to be switched off."""

import inspect
from pathlib import Path

import snakemake


def test_snakemake_still_has_the_rate_limiter_that_is_switched_off():
    """Should a newer Snakemake name it otherwise, its main process would take a core from the measurement again."""
    scheduler = Path(inspect.getfile(snakemake)).parent / "scheduling" / "job_scheduler.py"
    assert "if self.job_rate_limiter is not None:" in scheduler.read_text(encoding="utf-8")
