"""A payload from this process to a receiver, whole, and a signal back, timed on this process's clock."""

from __future__ import annotations

import multiprocessing
import time

from measure.contract import discovery, operations
from measure.contract.payload import Payload
from measure.harness import warm_time
from measure.harness.failures import WorkerFailed
from measure.hints import Any
from measure.system import affinity, memory, watchdog
from measure.timing import singly
from measure.timing.compile import compile_line
from measure.timing.disturbance import Disturbance
from measure.timing.window import run_window

STAMP = 1  # of the payload that is checked


class TransferRunner:
    """A channel with its receiver; `measure` times it, `close` ends both. `spec` is what the harness hands over."""

    def __init__(self, channel: Any, spec: dict[str, Any], context: Any) -> None:
        self.channel, self.payload, self.settings = channel, channel.payload, spec["settings"]
        self.data = self.payload.make()
        self.receiver: Any = None
        self.connection: Any = None
        channel.open()
        self.names, self.line = {"send": channel.send}, "send(data)"
        self.servers = memory.servers(())
        if not channel.alone:
            self.done = context.Semaphore(0)
            self.start(dict(spec, handle=channel.handle(), done=self.done), context)
            self.names["acquire"], self.line = self.done.acquire, "send(data); acquire()"
        self.timed = compile_line(self.line, "whole", self.names)

    def start(self, spec: dict[str, Any], context: Any) -> None:
        self.connection, theirs = context.Pipe()
        self.receiver = context.Process(target=receiver, args=(dict(spec, connection=theirs),), daemon=True)
        self.receiver.start()
        theirs.close()
        self.channel.connected()
        self.hear()

    def hear(self) -> Any:
        """What the receiver says next."""
        if not self.connection.poll(self.settings["deadline_seconds"]):
            raise WorkerFailed("timeout", "the receiver doesn't answer")
        try:
            return self.connection.recv()
        except EOFError:
            raise WorkerFailed("died", "the receiver ended") from None

    def run(self, loops: int) -> Any:
        """(loops, started ns, ended ns) of a batch."""
        if self.connection is not None:
            self.connection.send(loops)
        found = self.timed(None, self.data, None, None, None, loops, time.perf_counter_ns)
        return loops, found[0], found[1]

    def measure(self) -> dict[str, Any]:
        """A worker's answer: batches, warm-up, check, and how disturbed this process was."""
        receiver = [] if self.channel.alone or self.channel.within_process() else [self.receiver.pid]
        disturbance = Disturbance(others=[*receiver, *self.servers])
        # A slow round is no reason to do it once: the first one pays for memory that the receiver never touched.
        rule, run = warm_time.rule("transfer", self.payload.size), disturbance.around(self.run)
        batches, spent = run_window(run, self.settings, rule, once=False)
        marks, each = disturbance.marks(), self.singly(batches)
        line = operations.transfer_source(self.channel)  # a channel may choose other methods for a blob
        return dict(marks, batches=batches, warmup=spent, singly=each, check=self.check(), line=line)

    def singly(self, batches: Any) -> list[int]:
        """What each transfer takes, in nanoseconds, after the window `batches`."""
        notes = singly.Notes()
        self.timed = compile_line(singly.NOTED.format(self.line), "whole", dict(self.names, note=notes.note))
        return singly.nanoseconds(self.run, notes, self.settings, batches)

    def check(self) -> str:
        """Whether the receiver gets a payload that is sent once, and unlike those before it: one that lags is found."""
        if not self.channel.carries:
            return "ok"
        self.data = self.payload.stamp(self.data, 0, STAMP)
        self.run(1)
        self.connection.send([STAMP])
        return self.hear()

    def close(self) -> None:
        if self.receiver is not None:
            self.connection.send(None)
            self.receiver.join(5)
            self.receiver.kill()
            self.receiver.join()
        self.channel.close()


def receiver(spec: dict[str, Any]) -> None:
    """Receive as often as told, and say that it is done; then say whether it was right."""
    watchdog.end_with_parent()
    affinity.pin_process(spec["processors"] and spec["processors"][1:])
    connection, release = spec["connection"], spec["done"].release
    context = multiprocessing.get_context(spec["start_method"])
    payload = Payload(*spec["payload"])
    channel = discovery.load(spec["path"])(payload, spec["name"], context)
    channel.join(spec["handle"])
    connection.send("here")
    receive, last = channel.receive, None
    for order in iter(connection.recv, None):
        if isinstance(order, int):
            for _ in range(order):
                last = receive()
                release()
        else:
            connection.send(compare_payload(last, payload, order[0]))
    del last
    channel.leave()


def compare_payload(last: Any, payload: Payload, stamp: int) -> str:
    """ok, or that the payload with this stamp is another one."""
    found = last if payload.kind == "blob" else list(last)  # which may be a view of them
    return "ok" if found == payload.stamp(payload.make(), 0, stamp) else "received another payload"
