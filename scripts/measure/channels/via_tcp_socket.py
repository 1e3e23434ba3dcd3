"""TCP on the loopback interface."""

from __future__ import annotations

import socket

from measure.contract.discovery import CHANNELS, load, paths
from measure.hints import Any


class Backend(load(paths(CHANNELS)["via_unix_socket"])):
    """As via_unix_socket, but over TCP on this machine, without Nagle's delay."""

    systems = ()

    def listener(self) -> Any:
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.bind(("127.0.0.1", 0))
        return listener

    def connected(self) -> None:
        super().connected()
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
