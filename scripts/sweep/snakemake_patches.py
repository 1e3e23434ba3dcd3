"""What Snakemake does on its own and must not do beside a measurement."""

from __future__ import annotations

import getpass
import os

from snakemake.scheduling import job_scheduler


def disable_rate_limiter() -> None:
    """Switch off Snakemake's rate limiter, in the main process and inside a cluster's jobs, where no hook is called.

    Each time it schedules, it starts a timer that makes it schedule again, and each job adds one more: after some
    hundred jobs Snakemake 9.27 kept a whole core busy beside the measurement (busy_other_seconds told).
    """
    job_scheduler.JobRateLimiter = lambda _: None


def name_user() -> None:
    """Snakemake asks for the user's name, and a user number that a container or a scheduler made up has none."""
    try:
        getpass.getuser()
    except (KeyError, OSError):  # the latter from Python 3.13 on
        os.environ["LOGNAME"] = str(os.getuid())
