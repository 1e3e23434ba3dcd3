"""A process that owns a list, behind a pipe"""

from __future__ import annotations

from typing import Any

from measure.bases.server_process import ServerBackend


class Backend(ServerBackend):
    """A list in a process of its own is asked for over one multiprocessing.Pipe, by one worker at a time."""

    def connect(self) -> Any:
        ours, theirs = self.context.Pipe()
        return (ours.send, ours.recv), (theirs.recv, theirs.send)
