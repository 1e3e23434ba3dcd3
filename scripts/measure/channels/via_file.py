"""A file on disk, and a semaphore."""

from __future__ import annotations

import os
import tempfile

from measure.contract.backing import FILES
from measure.contract.channel import Channel
from measure.hints import Any


class Backend(Channel):
    """The sender writes a file, and a semaphore says so; the receiver reads it, out of the system's cache."""

    backing = (FILES,)

    def folder(self) -> str:
        return tempfile.gettempdir()

    def open(self) -> None:
        self.ready = self.context.Semaphore(0)
        self.path = os.path.join(self.folder(), self.new_name())

    def handle(self) -> Any:
        return self.ready, self.path

    def join(self, handle: Any) -> None:
        self.ready, self.path = handle

    def send(self, data: Any) -> None:
        with open(self.path, "wb") as file:
            file.write(self.packed(data))
        self.ready.release()

    def receive(self) -> Any:
        self.ready.acquire()
        with open(self.path, "rb") as file:
            return self.unpacked(file.read())

    def close(self) -> None:
        os.unlink(self.path)
