"""A payload from this process to a receiver, whole, and a signal back, timed on this process's clock."""

import math
import multiprocessing
import time

from measure.contract import discovery
from measure.contract.payload import Payload
from measure.harness.failures import WorkerFailed
from measure.system import affinity, host, watchdog
from measure.timing import canary, compile, window


class TransferRunner:
    """A channel with its receiver; `measure` times it, `close` ends both. `spec` is what the harness hands over."""

    def __init__(self, channel, spec, context):
        self.channel, self.settings = channel, spec["settings"]
        self.data, self.batch = channel.payload.make(), 0
        self.receiver = self.connection = None
        channel.open()
        names, line = {"send": channel.send}, "send(data)"
        if not channel.alone:
            self.done = context.Semaphore(0)
            self.start(dict(spec, handle=channel.handle(), done=self.done), context)
            names["acquire"], line = self.done.acquire, "send(data); acquire()"
        self.timed = compile.compile_line(line, "whole", names)

    def start(self, spec, context):
        self.connection, theirs = context.Pipe()
        self.receiver = context.Process(target=receiver, args=(dict(spec, connection=theirs),), daemon=True)
        self.receiver.start()
        theirs.close()
        self.channel.connected()
        self.hear()

    def hear(self):
        """What the receiver says next."""
        if not self.connection.poll(self.settings["deadline_seconds"]):
            raise WorkerFailed("timeout", "the receiver doesn't answer")
        try:
            return self.connection.recv()
        except EOFError:
            raise WorkerFailed("died", "the receiver ended") from None

    def run(self, loops):
        """(loops, started ns, ended ns) of a batch whose payload differs from the last one's."""
        self.batch += 1
        self.data = self.channel.payload.stamp(self.data, 0, self.batch)
        if self.connection is not None:
            self.connection.send(loops)
        found = self.timed(None, self.data, None, None, None, loops, time.perf_counter_ns)
        return loops, found[0], found[1]

    def measure(self):
        """A worker's answer: batches, warm-up, check, and how disturbed this process was."""
        before = host.involuntary_switches(), canary.canary()
        loops, spent = window.calibrate(self.run, self.settings["batch_seconds"])
        if self.receiver is not None:
            spent = window.warm_up(self.run, loops, spent)
        wanted = self.settings["window_seconds"] * 1e9 * spent[-1][0] / (loops * max(1, spent[-1][1]))
        count = max(self.settings["minimum_batches"], math.ceil(wanted))
        batches = [self.run(loops) for _ in range(count)]
        fixed_task = (before[1] + canary.canary()) / 2
        switches = host.involuntary_switches() - before[0]
        spent = tuple(map(sum, zip(*spent)))
        return dict(batches=batches, warmup=spent, switches=switches, canary=fixed_task, check=self.check())

    def check(self):
        """Whether the receiver got what was sent last."""
        if not self.channel.carries:
            return "ok"
        self.connection.send([self.batch])
        return self.hear()

    def close(self):
        if self.receiver is not None:
            self.connection.send(None)
            self.receiver.join(5)
            self.receiver.kill()
            self.receiver.join()
        self.channel.close()


def receiver(spec):
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


def compare_payload(last, payload, batch):
    """ok, or that the payload of this batch is another one."""
    expected = payload.make()
    for stamped in range(1, batch + 1):
        if stamped == batch or payload.kind == "items":
            expected = payload.stamp(expected, 0, stamped)
    return "ok" if last == expected else "received another payload"
