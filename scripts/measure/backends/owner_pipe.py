"""A process that owns a list, behind a pipe"""

from __future__ import annotations

from measure.bases.server_process import ServerBackend
from measure.hints import Any


class Backend(ServerBackend):
    """A list in a process of its own is asked for over one multiprocessing.Pipe, by one worker at a time."""

    def connect(self) -> Any:
        ours, theirs = self.context.Pipe()
        return (ours.send, ours.recv), (theirs.recv, theirs.send)
