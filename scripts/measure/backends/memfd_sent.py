"""mmap of a file without a name, whose descriptor is sent"""

from __future__ import annotations

import os
import threading
from multiprocessing import reduction
from multiprocessing.connection import Client, Listener

from measure.contract.discovery import load, paths
from measure.hints import Any


class Backend(load(paths()["memfd"])):
    """A file in memory without a name (memfd_create) is sent to each process by a socket, mapped and used in place."""

    descriptors = 12  # the sockets besides

    def start(self) -> None:
        self.listening = Listener(family="AF_UNIX")
        self.sender = threading.Thread(target=self.send_to_all, daemon=True)
        self.sender.start()

    def send_to_all(self) -> None:
        """Send the descriptor to each process that asks with its number, until one asks with 0."""
        while True:
            with self.listening.accept() as connection:
                pid = connection.recv()
                if not pid:
                    return
                reduction.send_handle(connection, self.file.fileno(), pid)

    def handle(self) -> Any:
        return self.listening.address

    def attach(self, handle: Any) -> Any:
        with Client(handle) as connection:
            connection.send(os.getpid())
            return self.mapped(reduction.recv_handle(connection))

    def stop(self) -> None:
        with Client(self.listening.address) as connection:
            connection.send(0)
        self.sender.join()
        self.listening.close()
