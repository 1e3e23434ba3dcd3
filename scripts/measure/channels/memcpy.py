"""A baseline: the machine's own limit."""

from __future__ import annotations

from measure.contract.channel import Channel
from measure.hints import Any


class Backend(Channel):
    """The payload is copied once within one process: what the memory gives, with nobody to hand it to."""

    carries = False
    alone = True
    servers = 0
    payloads = ("blob",)

    def send(self, data: Any) -> None:
        bytearray(data)

    def receive(self) -> None:
        pass
