"""multiprocessing.Pipe(duplex=False), as the library's documentation offers it for one direction."""

from __future__ import annotations

from measure.contract.channel import Channel
from measure.hints import Any


class Backend(Channel):
    """The payload goes through a pipe of one direction (duplex=False): bytes as they are, else pickled by it."""

    def pair(self) -> Any:
        """(the receiver's end, the sender's)."""
        return self.context.Pipe(duplex=False)

    def open(self) -> None:
        self.receiving, self.sending = self.pair()
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
