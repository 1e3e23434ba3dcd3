"""The suite's own watchdogs, off: they end servers and remove files with their maker, as no mechanism does by itself.

Only in a private place, whose end does the same.
"""

from __future__ import annotations

import os
import subprocess
from typing import Any

from measure.bases import cleanup
from measure.system import watchdog


def nothing() -> None:
    """In the place of a server's watchdog, which ends it with its parent."""


class WaitingCleanup(cleanup.CleanupProcess):
    """An cleanup_process that waits for `run` alone: its shell holds the pipe's other end itself."""

    def __init__(self, script: Any, *arguments: Any) -> None:
        ours, self.word = os.pipe()
        self.shell = subprocess.Popen(
            ["sh", "-c", script, "sh", *arguments],
            stdin=ours,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=[self.word],
        )
        os.close(ours)

    def run(self) -> None:
        os.write(self.word, b"\n")
        os.close(self.word)
        self.shell.wait()


def disable() -> None:
    watchdog.end_with_parent = nothing
    cleanup.CleanupProcess = WaitingCleanup  # type: ignore[misc]  # that is the point
