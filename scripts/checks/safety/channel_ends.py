"""The two ends of a channel under a probe, each a process that does as it is told. A message has one value all over."""

from __future__ import annotations

import gc
import multiprocessing
import os
import time
from typing import Any

from checks.safety.probe import format_error
from checks.safety.shared_subject import SECONDS, ready, try_to
from measure.contract.payload import ITEM_BYTES, Payload

FEW = 3  # values of a message that are told
LIVES = 2  # the first also opens what a process opens once, as the pipe to its resource tracker


def message(payload: Payload, value: int, share: float = 1) -> Any:
    """A message of so much of the payload's size: bytes, or a list of ints."""
    size = int(payload.size * share)
    return bytes([value]) * size if payload.kind == "blob" else [value] * (size // ITEM_BYTES)


def described(payload: Payload, data: Any) -> dict[str, Any]:
    """What tells whether a message is whole: its size in bytes, and the values that it has."""
    data = bytes(data) if payload.kind == "blob" else list(data)
    size = len(data) * (1 if payload.kind == "blob" else ITEM_BYTES)
    return dict(size=size, values=sorted(set(data))[:FEW])


class Sending:
    """The sender's side, with a receiver that it has started; it takes orders by their names."""

    def __init__(self, spec: dict[str, Any], receivers: Any) -> None:
        context = multiprocessing.get_context(spec["method"])
        self.payload = Payload(spec["payload"], spec["size"])
        self.channel = ready(spec)(self.payload, spec["name"], context)
        self.channel.start()
        self.channel.open()
        self.taken = context.Semaphore(0) if spec["acknowledged"] else None
        arguments = (spec, self.channel.handle(), self.taken, receivers)
        self.process = context.Process(target=receive_as_told, args=arguments)
        self.process.start()
        receivers.close()
        self.channel.connected()

    def send(self, value: int, share: float) -> None:
        self.channel.send(message(self.payload, value, share))

    def send_two(self, count: int) -> tuple[list[int], list[str]]:
        """(messages sent by each, exceptions that ended it) of two processes that send at the same time.

        They have what this one has, by fork. Where messages are acknowledged they take turns by a lock, and each waits
        until its message was taken.
        """
        fork = multiprocessing.get_context("fork")
        lock, gate, sent, said = fork.Lock(), fork.Barrier(2), fork.RawArray("q", 2), fork.SimpleQueue()

        def act(place: int) -> None:
            data = message(self.payload, place + 1)
            gate.wait()
            try:
                for _ in range(count):
                    self.send_one(data, lock)
                    sent[place] += 1
            except Exception as error:
                said.put(format_error(error))

        crew = [fork.Process(target=act, args=(place,), daemon=True) for place in (0, 1)]
        for one in crew:
            one.start()
        ends = time.monotonic() + SECONDS
        for one in crew:
            one.join(max(ends - time.monotonic(), 0))
            one.kill()
        return list(sent), [said.get() for _ in iter(said.empty, True)]

    def send_one(self, data: Any, lock: Any) -> None:
        if self.taken is None:
            self.channel.send(data)
            return
        with lock:
            self.channel.send(data)
            self.taken.acquire()

    def close(self) -> None:
        """Let go as a program does, after its receiver."""
        self.process.join(SECONDS)
        self.process.close()
        self.channel.close()
        self.channel.stop()


class Receiving:
    """The receiver's side; it takes orders by their names."""

    def __init__(self, spec: dict[str, Any], handle: Any, taken: Any, orders: Any) -> None:
        self.payload, self.taken, self.orders = Payload(spec["payload"], spec["size"]), taken, orders
        self.channel = ready(spec)(self.payload, spec["name"], multiprocessing.get_context(spec["method"]))
        self.channel.join(handle)

    def receive(self, count: int) -> Any:
        """The description of the last of so many messages; those before it are told at once."""
        for left in reversed(range(count)):
            found = described(self.payload, self.channel.receive())
            if self.taken is not None:
                self.taken.release()
            if left:
                self.orders.send((True, found))
        return found

    def leave(self) -> None:
        self.channel.leave()


def obey(orders: Any, one: Any) -> None:
    """Do as told, and answer, until nobody tells any more."""
    try:
        for name, *arguments in iter(orders.recv, None):
            good, value = try_to(getattr(one, name), *arguments)
            orders.send((good, value))
    except (EOFError, ConnectionError):
        pass


def send_as_told(spec: dict[str, Any], orders: Any, receivers: Any) -> None:
    """The sender's life."""
    good, one = try_to(Sending, spec, receivers)
    orders.send((good, None if good else one))
    if good:
        obey(orders, one)
    os._exit(0)  # not to wait for a receiver, or for a thread that has no receiver any more


def receive_as_told(spec: dict[str, Any], handle: Any, taken: Any, orders: Any) -> None:
    """The receiver's life."""
    good, one = try_to(Receiving, spec, handle, taken, orders)
    orders.send((good, os.getpid() if good else one))
    if good:
        obey(orders, one)


def live_and_close(spec: dict[str, Any], answers: Any) -> None:
    """Open, use and close one channel after the other; says how many descriptors more the last one leaves."""
    counts = []
    for number in range(LIVES):
        here, there = multiprocessing.get_context(spec["method"]).Pipe()
        one = Sending(dict(spec, name=f"{spec['name']}l{number}", acknowledged=False), there)
        here.recv()
        here.send(("receive", 1))
        one.send(1, 1)
        here.recv()
        here.send(("leave",))
        here.recv()
        here.send(None)
        one.close()
        here.close()
        del one
        gc.collect()  # what nothing refers to any more is no leak
        counts.append(len(os.listdir("/proc/self/fd")))
    answers.send((True, counts[-1] - counts[-2]))
