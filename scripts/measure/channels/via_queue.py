"""multiprocessing.Queue"""

from __future__ import annotations

from measure.contract.channel import Channel
from measure.hints import Any


class Backend(Channel):
    """A thread of the sender pickles the payload and writes it into a pipe, under a lock."""

    def open(self) -> None:
        self.queue = self.context.Queue()

    def handle(self) -> Any:
        return self.queue

    def join(self, handle: Any) -> None:
        self.queue = handle

    def send(self, data: Any) -> None:
        self.queue.put(data)

    def receive(self) -> Any:
        return self.queue.get()

    def close(self) -> None:
        self.queue.close()
