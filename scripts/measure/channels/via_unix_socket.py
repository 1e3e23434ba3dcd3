"""A Unix socket."""

from __future__ import annotations

import os
import socket
import struct
import tempfile

from measure.contract.channel import Channel
from measure.hints import Any


class Backend(Channel):
    """The payload goes through a stream socket of this machine, behind its length."""

    systems = ("Linux", "macOS")

    def listener(self) -> Any:
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        listener.bind(os.path.join(tempfile.gettempdir(), self.new_name()))
        return listener

    def open(self) -> None:
        self.listening = self.listener()
        self.listening.listen(1)

    def handle(self) -> Any:
        return self.listening.family, self.listening.getsockname()

    def join(self, handle: Any) -> None:
        family, address = handle
        self.socket = socket.socket(family, socket.SOCK_STREAM)
        self.socket.connect(address)

    def connected(self) -> None:
        self.socket, _ = self.listening.accept()

    def send(self, data: Any) -> None:
        data = self.packed(data)
        self.socket.sendall(struct.pack("q", len(data)))
        self.socket.sendall(data)

    def receive(self) -> Any:
        (length,) = struct.unpack("q", self.exactly(8))
        return self.unpacked(self.exactly(length))

    def exactly(self, length: int) -> bytearray:
        """So many bytes, where `recv_into` put them (Socket Programming HOWTO, "Using a Socket"): no further copy."""
        data = bytearray(length)
        view, got = memoryview(data), 0
        while got < length:
            count = self.socket.recv_into(view[got:])
            if not count:
                raise EOFError("the sender is gone")
            got += count
        return data

    def leave(self) -> None:
        self.socket.close()

    def close(self) -> None:
        address = self.listening.getsockname()
        self.socket.close()
        self.listening.close()
        if isinstance(address, str):
            os.unlink(address)
