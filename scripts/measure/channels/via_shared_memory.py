"""multiprocessing.shared_memory.SharedMemory, and a semaphore."""

from __future__ import annotations

from multiprocessing.shared_memory import SharedMemory

from measure.contract.backing import SHM
from measure.contract.channel import Channel
from measure.hints import Any


class Backend(Channel):
    """The sender copies the payload into a block, and a semaphore says so; the receiver copies it out."""

    memory = True
    backing = (SHM,)

    def open(self) -> None:
        self.ready = self.context.Semaphore(0)
        self.length = self.context.RawValue("q")
        self.block = SharedMemory(name=self.new_name(), create=True, size=self.room())

    def handle(self) -> Any:
        return self.ready, self.length, self.block.name

    def join(self, handle: Any) -> None:
        self.ready, self.length, name = handle
        self.block = SharedMemory(name=name)

    def send(self, data: Any) -> None:
        data = self.packed(data)
        self.length.value = len(data)
        self.block.buf[: len(data)] = data
        self.ready.release()

    def receive(self) -> Any:
        self.ready.acquire()
        return self.unpacked(bytes(self.block.buf[: self.length.value]))

    def leave(self) -> None:
        self.block.close()

    def close(self) -> None:
        self.block.close()
        self.block.unlink()
