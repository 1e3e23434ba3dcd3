"""The backend under a probe: what it shares, and the processes that attach to it, all through the contract's verbs."""

from __future__ import annotations

import multiprocessing
import os
from typing import Any

from checks.safety import no_watchdogs
from checks.safety.probe import Died, Late, Untried, format_error
from measure.contract import discovery, operations
from measure.contract.cell import Cell
from measure.contract.payload import Payload
from measure.timing.compile import compile_function, indented

METHODS = ("spawn", "fork", "forkserver")
ONE_ITEM = 8  # bytes: some mechanisms hold no more
SECONDS = 8  # for an answer; nothing here takes half as long
ACT = """
def act(view, i, value, data, lock):
    result = None
    {body}
    return {given}
"""
GIVES = {"read_item": "value", "copy_out": "result", "length": "result"}


class Subject:
    """A backend, as the process that creates the shared object has it. `spec` tells another process all of it."""

    def __init__(self, spec: dict[str, Any]) -> None:
        self.spec = spec = dict(spec)
        self.kind = ready(spec)
        spec["size"], spec["method"] = self.taken([spec["method"]] if spec["method"] else METHODS)
        self.payload = Payload(spec["payload"], spec["size"])
        self.method = spec["method"]
        self.context = multiprocessing.get_context(self.method)
        self.backend = self.kind(self.payload, spec["name"], self.context)
        self.workers: list[Worker] = []
        self.others: list[Subject] = []
        self.started = self.created = False
        self.lock = None

    def taken(self, methods: Any) -> Any:
        """(bytes, start method): the first that the backend takes, of the whole payload or of one item alone."""
        name = os.path.basename(self.spec["path"])[:-3]
        kind, size, version = self.spec["payload"], self.spec["size"], tuple(self.spec["version"])
        cells = [Cell(name, kind, bytes_, 1, version, method)
                 for bytes_ in dict.fromkeys((size, ONE_ITEM)) for method in methods]  # fmt: skip
        reasons = [operations.reason_declined(self.kind, cell) for cell in cells]
        if None not in reasons:
            raise Untried(reasons[0])
        cell = cells[reasons.index(None)]
        return cell.size, cell.start_method

    def started_by(self, method: Any) -> Any:
        """Another subject of the same backend, with workers that are started by `method`; closed with this one."""
        self.others.append(Subject(dict(self.spec, method=method)))
        return self.others[-1]

    def place(self, wished: Any) -> Any:
        """A position that it has."""
        return min(wished, self.payload.length - 1)

    def needs(self, items: Any) -> None:
        """Untried unless it holds so many."""
        if self.payload.length < items:
            raise Untried(f"it holds {self.payload.length} item only")

    def open(self, data: Any = None) -> Any:
        """Share the payload, or `data` instead."""
        if not self.started:
            self.start()
        self.create(self.payload.make() if data is None else data)
        return self

    def start(self) -> None:
        """Start what serves the object, if anything does."""
        self.backend.start()
        self.started = True

    def create(self, data: Any) -> None:
        """Share `data`; `start` goes before."""
        self.backend.create(data)
        self.created = True
        self.handle = self.backend.handle()

    def open_with_lock(self) -> Any:
        """The same, with a lock for a mechanism that has none; it would be one thing more to be left behind."""
        self.lock = self.context.Lock()
        return self.open()

    def here(self) -> Any:
        """This process attaches as well, by an instance of its own."""
        return Attached(self.spec, self.handle, self.lock)

    def worker(self, function: Any, *arguments: Any) -> Any:
        """A child that attaches and waits for `go`."""
        one = Worker(self, function, arguments)
        self.workers.append(one)
        return one

    def together(self, *workers: Any) -> Any:
        """The answers of workers that go at the same time."""
        for one in workers:
            one.ready()
        for one in workers:
            one.go()
        return [one.answer() for one in workers]

    def ask(self, function: Any, *arguments: Any) -> Any:
        """The answer of one worker."""
        return self.together(self.worker(function, *arguments))[0]

    def ask_and_end(self, function: Any, *arguments: Any) -> Any:
        """The answer of one worker, which is gone afterwards, and its memory with it."""
        worker = self.worker(function, *arguments)
        (answer,) = self.together(worker)
        worker.end()
        return answer

    def destroy(self) -> None:
        self.created = False
        self.backend.destroy()

    def close(self) -> None:
        """End the workers and remove what was made."""
        for other in self.others:
            other.close()
        for worker in self.workers:
            worker.end()
        if self.created:
            self.destroy()
        if self.started:
            self.started = False
            self.backend.stop()


class Worker:
    """A child of the creator that does one thing to the shared object."""

    def __init__(self, subject: Any, function: Any, arguments: Any) -> None:
        self.connection, theirs = subject.context.Pipe()
        self.process = subject.context.Process(
            target=play, args=(subject.spec, subject.handle, subject.lock, theirs, function, arguments)
        )
        self.process.start()
        theirs.close()

    def ready(self) -> Any:
        return self.receive()

    def go(self) -> None:
        self.connection.send("go")

    def answer(self, seconds: float = SECONDS) -> dict[str, Any]:
        return self.receive(seconds)

    def receive(self, seconds: float = SECONDS) -> Any:
        """What it says; Died, Late, or RuntimeError with the exception that it met."""
        try:
            if not self.connection.poll(seconds):
                raise Late(f"no answer within {seconds} s")
            kind, value = self.connection.recv()
        except (EOFError, ConnectionError):
            self.process.join(SECONDS)
            raise Died(self.process.exitcode) from None
        if kind == "error":
            raise RuntimeError(value)
        return value

    def end(self) -> None:
        """Let it go home, or kill it when it can't."""
        self.connection.close()
        self.process.join(1)
        self.process.kill()
        self.process.join()


class Attached:
    """A process that is attached: its view, its lock, and the backend's lines as functions."""

    def __init__(self, spec: dict[str, Any], handle: Any, lock: Any = None) -> None:
        self.kind = ready(spec)
        self.payload = Payload(spec["payload"], spec["size"])
        self.backend = self.kind(self.payload, spec["name"], multiprocessing.get_context(spec["method"]))
        self.view = self.backend.attach(handle)
        self.lock = self.backend.lock or lock
        self.lines: dict[str, Any] = {}
        self.connection: Any = None

    def say(self, word: Any) -> None:
        """Tell the creator something before the answer."""
        self.connection.send(("said", word))

    def offers(self, operation: str) -> Any:
        return operations.line(self.kind, operation, self.payload.kind) is not None

    def line(self, operation: str) -> Any:
        """The timed line as a function (view, i, value, data, lock) -> what it reads."""
        if operation not in self.lines:
            text = operations.line(self.kind, operation, self.payload.kind) or ""
            given = GIVES.get(operation, "None")
            source = ACT.format(body=indented(text, 4), given=given)
            self.lines[operation] = compile_function(source, "act", discovery.names_in(self.kind))
        return self.lines[operation]

    def read(self, i: Any = 0) -> Any:
        return self.line("read_item")(self.view, i, None, None, self.lock)

    def write(self, i: Any, value: Any) -> None:
        self.line("write_item")(self.view, i, value, None, self.lock)

    def copy_out(self) -> Any:
        return self.line("copy_out")(self.view, 0, None, None, self.lock)

    def copy_in(self, data: Any) -> None:
        self.line("copy_in")(self.view, 0, None, data, self.lock)

    def place(self, wished: Any) -> Any:
        """A position that it has."""
        return min(wished, self.payload.length - 1)

    def detach(self) -> None:
        self.backend.detach(self.view)


def ready(spec: dict[str, Any]) -> Any:
    """The backend's class, in a process that can use it."""
    if spec["private"]:
        no_watchdogs.disable()
    kind = discovery.load(spec["path"])
    kind.missing()  # puts its libraries on the path
    return kind


def play(spec: dict[str, Any], handle: Any, lock: Any, connection: Any, function: Any, arguments: Any) -> None:
    """A worker's life: attach, say so, wait, act, answer."""
    try:
        here = Attached(spec, handle, lock)
        here.connection = connection
        connection.send(("ready", None))
        connection.recv()
        answer = ("done", function(here, *arguments))
    except Exception as error:
        answer = ("error", format_error(error))
    try:
        connection.send(answer)
        connection.recv()  # stay attached until the probe has seen what it wanted to see
    except (EOFError, ConnectionError):
        pass


def try_to(action: Any, *arguments: Any) -> Any:
    """(True, what it gave) or (False, the exception in words)."""
    try:
        return True, action(*arguments)
    except Exception as error:
        return False, format_error(error)
