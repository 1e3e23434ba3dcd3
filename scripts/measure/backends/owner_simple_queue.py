"""A process that owns a list, behind two simple queues"""

from __future__ import annotations

from measure.bases.server_process import ServerBackend
from measure.hints import Any


class Backend(ServerBackend):
    """A list in a process of its own is asked for over two multiprocessing.SimpleQueues, by one worker at a time."""

    def connect(self) -> Any:
        questions, answers = self.context.SimpleQueue(), self.context.SimpleQueue()
        return (questions.put, answers.get), (questions.get, answers.put)
