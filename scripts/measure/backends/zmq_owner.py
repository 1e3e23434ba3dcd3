"""A process that owns a list, asked through pyzmq"""

from __future__ import annotations

import contextlib
import os

from measure.bases import server_process
from measure.bases.cleanup import PrivateFolder
from measure.bases.server_process import Proxy, ServedList, ServerBackend
from measure.hints import Any

PATIENCE_MILLISECONDS = 60_000


class Backend(PrivateFolder, ServerBackend):
    """A list in a process of our own is shared: each access is a pickled question and answer over a ZeroMQ socket."""

    needs = {"pyzmq": "zmq"}
    descriptors = 16  # its sockets, and how their threads wake each other
    refuses = {}

    @staticmethod
    def serve(address: Any) -> None:
        """Answer questions, each the name of a list's method and its arguments, until killed."""
        import zmq

        items, socket = ServedList(), zmq.Context().socket(zmq.REP)
        socket.bind(address)
        while True:
            method, *arguments = socket.recv_pyobj()
            try:
                answer = getattr(items, method)(*arguments)
            except Exception as error:
                answer = error
            socket.send_pyobj(answer)

    def start(self) -> None:
        self.address = "ipc://" + os.path.join(self.private(), "socket")
        self.server = self.context.Process(target=server_process.run_server, args=(__file__, self.address), daemon=True)
        self.server.start()
        self.view = self.attach(self.address)

    def handle(self) -> Any:
        return self.address

    def attach(self, handle: Any) -> Any:
        import zmq

        self.socket = zmq.Context.instance().socket(zmq.REQ)
        self.socket.rcvtimeo = PATIENCE_MILLISECONDS  # it isn't told when the owner dies
        self.socket.connect(handle)
        view = Proxy(self.socket.send_pyobj, self.socket.recv_pyobj, contextlib.nullcontext())
        len(view)  # it is connected when it has been answered
        return view

    def detach(self, view: Any) -> None:
        self.socket.close(linger=0)

    def stop(self) -> None:
        self.detach(self.view)
        self.server.kill()
        self.server.join()
        PrivateFolder.stop(self)  # the owner's own way to end it needs an answer
