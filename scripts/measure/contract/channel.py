"""What the channels have in common: a payload goes from one process, whole, to another one."""

from __future__ import annotations

import pickle

from measure.contract.backend import Backend
from measure.contract.backing import MEMORY
from measure.hints import Any


class Channel(Backend):
    """One way to hand a payload over; a subclass named Backend is one file of the folder channels.

    The sender calls start, open, handle, connected, send, close and stop; the receiver, which has an instance of its
    own, join, receive and leave. A blob goes as it is, items are pickled, unless the channel does that itself.
    """

    servers = 1  # the receiver
    backing = (MEMORY,)
    payloads = ("items", "blob")
    carries = True  # False for a baseline that hands nothing over
    memory = False  # True where both sides have the payload in one memory
    alone = False  # True for one that needs no receiver
    # There is no shared view to work on.
    read_item = write_item = iterate = copy_out = copy_in = copy_out_blob = copy_in_blob = increment = None

    def open(self) -> None:
        """Make what both sides use."""

    def handle(self) -> Any:
        """What the receiver needs to find it; handed over as an argument of its Process."""

    def join(self, handle: Any) -> None:
        """The receiver's side of `open`."""

    def connected(self) -> None:
        """Called by the sender when the receiver has been started."""

    def send(self, data: Any) -> None:
        raise NotImplementedError("a subclass has to have send()")

    def receive(self) -> Any:
        raise NotImplementedError("a subclass has to have receive()")

    def leave(self) -> None:
        """The receiver lets go."""

    def close(self) -> None:
        """The sender removes what `open` made."""

    def packed(self, data: Any) -> bytes:
        """The payload as bytes."""
        return data if self.payload.kind == "blob" else pickle.dumps(data, pickle.HIGHEST_PROTOCOL)

    def unpacked(self, data: Any) -> Any:
        return data if self.payload.kind == "blob" else pickle.loads(data)

    def room(self) -> int:
        """Bytes that surely hold the packed payload."""
        return self.payload.size if self.payload.kind == "blob" else 2 * self.payload.size + 4096
