"""multiprocessing.Pipe"""

from __future__ import annotations

from measure.contract.channel import Channel
from measure.hints import Any


class Backend(Channel):
    """The payload goes through a connection: bytes as they are, anything else pickled by it."""

    def open(self) -> None:
        self.receiving, self.sending = self.context.Pipe(duplex=False)
        if self.payload.kind == "blob":
            self.send, self.receive = self.send_bytes, self.receive_bytes

    def handle(self) -> Any:
        return self.receiving

    def join(self, handle: Any) -> None:
        self.receiving = handle
        if self.payload.kind == "blob":
            self.receive = self.receive_bytes

    def send(self, data: Any) -> None:
        self.sending.send(data)

    def receive(self) -> Any:
        return self.receiving.recv()

    def send_bytes(self, data: Any) -> None:
        self.sending.send_bytes(data)

    def receive_bytes(self) -> Any:
        return self.receiving.recv_bytes()

    def connected(self) -> None:
        self.receiving.close()

    def leave(self) -> None:
        self.receiving.close()

    def close(self) -> None:
        self.sending.close()
