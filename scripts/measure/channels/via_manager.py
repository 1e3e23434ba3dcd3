"""multiprocessing.Manager().list(), and a semaphore."""

from __future__ import annotations

from multiprocessing.managers import SyncManager

from measure.contract.channel import Channel
from measure.hints import Any
from measure.system import watchdog


class Backend(Channel):
    """The sender puts the payload into a list of a server process, and a semaphore says so; the receiver fetches it."""

    servers = 2

    def start(self) -> None:
        self.manager = SyncManager(ctx=self.context)
        self.manager.start(initializer=watchdog.end_with_parent)

    def open(self) -> None:
        self.ready = self.context.Semaphore(0)
        self.box = self.manager.list([None])

    def handle(self) -> Any:
        return self.ready, self.box

    def join(self, handle: Any) -> None:
        self.ready, self.box = handle

    def send(self, data: Any) -> None:
        self.box[0] = data
        self.ready.release()

    def receive(self) -> Any:
        self.ready.acquire()
        return self.box[0]

    def stop(self) -> None:
        self.manager.shutdown()
