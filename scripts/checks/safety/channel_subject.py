"""The channel under a probe, from the side of the process that probes it: two others have its ends."""

from __future__ import annotations

import multiprocessing
import os
import signal
from typing import Any

from checks.safety.channel_ends import send_as_told
from checks.safety.probe import Died, Late, Untried
from checks.safety.shared_subject import METHODS, SECONDS, ready
from measure.contract import operations
from measure.contract.cell import Cell
from measure.contract.payload import Payload


class Gone(Died):
    """An end of the channel that is gone before it answered; whose child it was alone knows its exit code."""

    def __init__(self) -> None:
        Exception.__init__(self, "a process that used it ended without an answer")


class ChannelSubject:
    """A channel that nobody has opened yet. `spec` tells another process all of it."""

    def __init__(self, spec: dict[str, Any]) -> None:
        self.spec = spec = dict(spec)
        self.kind = ready(spec)
        spec["payload"] = payload_of(self.kind)
        spec["method"] = self.method()
        self.payload = Payload(spec["payload"], spec["size"])
        self.context = multiprocessing.get_context(spec["method"])
        self.opened: list[Ends] = []

    def method(self) -> str:
        """The first start method that the channel takes."""
        name, spec = os.path.basename(self.spec["path"])[:-3], self.spec
        cells = [Cell(name, spec["payload"], spec["size"], 1, tuple(spec["version"]), one) for one in METHODS]
        reasons = [operations.reason_declined(self.kind, cell) for cell in cells]
        if None not in reasons:
            raise Untried(reasons[0])
        return cells[reasons.index(None)].start_method

    def open(self, acknowledged: bool = False) -> Ends:
        """A new one, with both its ends. `acknowledged`: the receiver signals each message that it has taken."""
        name = f"{self.spec['name']}n{len(self.opened)}"
        self.opened.append(Ends(dict(self.spec, name=name, acknowledged=acknowledged), self.context))
        return self.opened[-1]

    def close(self) -> None:
        for one in self.opened:
            one.end()


class Ends:
    """The two ends of an open channel, each a process that does as it is told, one order after the other."""

    def __init__(self, spec: dict[str, Any], context: Any) -> None:
        self.sender, theirs = context.Pipe()
        self.receiver, receivers = context.Pipe()
        self.process = context.Process(target=send_as_told, args=(spec, theirs, receivers))
        self.process.start()
        theirs.close()
        receivers.close()
        answer(self.sender, 2 * SECONDS)
        self.receiver_pid = answer(self.receiver)

    def hand_over(self, value: int, share: float = 1) -> dict[str, Any]:
        """What the receiver got of a message. `share`: its size, of the channel's."""
        self.receiver.send(("receive", 1))
        self.sender.send(("send", value, share))
        answer(self.sender)
        return answer(self.receiver)

    def kill_sender(self) -> None:
        self.process.kill()
        self.process.join()

    def kill_receiver(self) -> None:
        os.kill(self.receiver_pid, signal.SIGKILL)

    def end(self) -> None:
        """Let both see that nobody tells them any more, or kill the sender when it can't."""
        for one in (self.sender, self.receiver):
            one.close()
        self.process.join(1)
        self.kill_sender()


def payload_of(kind: Any) -> str:
    """What a channel carries: bytes, if it takes them."""
    return "blob" if "blob" in kind.payloads else str(kind.payloads[0])


def answer(connection: Any, seconds: float = SECONDS) -> Any:
    """What an end says; Gone, Late, or RuntimeError with the exception that it met."""
    try:
        if not connection.poll(seconds):
            raise Late(f"no answer within {seconds} s")
        good, value = connection.recv()
    except (EOFError, ConnectionError):
        raise Gone from None
    if not good:
        raise RuntimeError(value)
    return value
