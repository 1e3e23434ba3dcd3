"""Interpreters of one process in the place of processes (`concurrent.interpreters`, Python 3.14 and newer).

What a worker is handed goes pickled, as it would to a process that is spawned. Memory can't be pickled: a backend's
handle may call `share` of whatever pickles it, see `Recipient`.
"""

from __future__ import annotations

import importlib
import multiprocessing.context
import os
import sys
from multiprocessing.reduction import ForkingPickler

from measure.harness.pools import thread_context
from measure.hints import Any

WORKER = "import pickle\ntarget, arguments = pickle.loads(sent)\ntarget(*arguments)"


class Descriptor:
    """A file descriptor on its way: all interpreters of a process have the same ones."""

    def __init__(self, number: int) -> None:
        self.number = number

    def detach(self) -> int:
        return self.number


class Recipient:
    """What multiprocessing asks, while something is pickled, of the process that it is pickled for."""

    DupFd = Descriptor

    def __init__(self) -> None:
        self.shared: dict[str, memoryview] = {}

    def duplicate_for_child(self, number: int) -> int:
        """A descriptor of its own, since the sender closes the other one."""
        return os.dup(number)

    def share(self, view: memoryview) -> str:
        """The name under which the interpreter's `__main__` has a view of the same memory."""
        name = f"shared_{len(self.shared)}"
        self.shared[name] = view
        return name

    def pickled(self, thing: Any) -> bytes:
        spawning: Any = multiprocessing.context
        spawning.set_spawning_popen(self)
        try:
            return bytes(ForkingPickler.dumps(thing))
        finally:
            spawning.set_spawning_popen(None)


class Process(thread_context.Process):
    """A thread with an interpreter of its own."""

    def __init__(self, target: Any, args: Any, daemon: Any) -> None:
        interpreters: Any = importlib.import_module("concurrent.interpreters")  # which older ones lack
        super().__init__(self.work, (), daemon)
        recipient = Recipient()
        self.interpreter = interpreters.create()
        sent = recipient.pickled((target, args))
        self.interpreter.prepare_main(sent=sent, **recipient.shared)
        self.interpreter.exec(f"import sys\nsys.path[:] = {sys.path!r}")

    def work(self) -> None:
        """Until the worker has ended, and its interpreter with it."""
        try:
            self.interpreter.exec(WORKER)
        finally:
            self.interpreter.close()


class Context:
    """What a pool takes from a context: its locks are those that processes use."""

    Process = Process
    Pipe = staticmethod(multiprocessing.Pipe)

    def __init__(self, context: Any) -> None:
        self.Lock, self.Barrier, self.Semaphore = context.Lock, context.Barrier, context.Semaphore
        self.RawArray = context.RawArray
