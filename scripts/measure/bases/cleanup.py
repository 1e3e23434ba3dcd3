"""What neither the kernel nor a resource tracker removes goes with the cell, however that ends."""

from __future__ import annotations

import os
import subprocess
import tempfile

from measure.contract.backend import Backend
from measure.hints import Any
from measure.system import host

WAIT = "read -r _; "  # in every script
REMOVE_FOLDER = WAIT + 'rm -rf "$1"'
REMOVE_NAMES = WAIT + 'rm -f /dev/shm/"$1"_* /dev/shm/sem."$1"_*'  # POSIX memory and semaphores, on Linux


class CleanupProcess:
    """A shell that runs `script` on `arguments`; the script's `read` waits for `run`, or for this process's death.

    The shell reads from a pipe whose other end this process alone holds: the kernel closes it, even after a SIGKILL.
    """

    def __init__(self, script: str, *arguments: Any) -> None:
        command = ["sh", "-c", script, "sh", *arguments]
        nowhere = subprocess.DEVNULL
        self.shell = subprocess.Popen(  # in a session of its own, since a whole group may be killed
            command, stdin=subprocess.PIPE, stdout=nowhere, stderr=nowhere, start_new_session=True
        )

    def run(self) -> None:
        self.shell.communicate()  # closes what the script reads from


class NeedsCleanup(Backend):
    """A backend that leaves something which outlives its processes."""

    cleanup_process: CleanupProcess | None = None

    def on_exit(self, script: str, *arguments: Any) -> None:
        """Have `script` run when the cell ends; the first time counts."""
        if self.cleanup_process is None:
            self.cleanup_process = CleanupProcess(script, *arguments)

    def stop(self) -> None:
        if self.cleanup_process is not None:
            self.cleanup_process.run()
            self.cleanup_process = None


class PrivateFolder(NeedsCleanup):
    """A backend whose files are in a private folder, in memory where the system has /dev/shm."""

    script = REMOVE_FOLDER

    def private(self) -> str:
        """The folder, made when it is first asked for."""
        if self.cleanup_process is None:
            place = host.SHM if os.path.isdir(host.SHM) else None
            # Not named as what a failed trial leaves behind, which is removed while the folder is still in use.
            self.folder = tempfile.mkdtemp(prefix=self.name + "-", dir=place)
            self.on_exit(self.script, self.folder, self.name)
        return self.folder

    def new_path(self) -> str:
        return os.path.join(self.private(), self.new_name())
