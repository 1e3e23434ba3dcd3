"""A queue between interpreters of one process (concurrent.interpreters)"""

from __future__ import annotations

from measure.contract.channel import Channel
from measure.hints import Any


class Backend(Channel):
    """The receiver is another interpreter of the same process, and gets a copy; it looks for it every 10 ms."""

    since = (3, 14)
    interpreters = True
    servers = 0

    def open(self) -> None:
        from concurrent import interpreters

        self.queue = interpreters.create_queue()

    def handle(self) -> Any:
        return self.queue.id

    def join(self, handle: Any) -> None:
        from concurrent import interpreters

        self.queue = interpreters.Queue(handle)

    def send(self, data: Any) -> None:
        self.queue.put(data)

    def receive(self) -> Any:
        return self.queue.get()
