"""Threads in the place of processes: as much of a context of multiprocessing as a pool uses."""

from __future__ import annotations

import multiprocessing
import threading

from measure.hints import Any


class Process(threading.Thread):
    """A thread that is waited for like a process; it can't be killed: the cell's deadline ends what hangs."""

    def __init__(self, target: Any, args: Any, daemon: Any) -> None:
        super().__init__(daemon=daemon)
        self.sentinel, self.ending = multiprocessing.Pipe(duplex=False)
        self.target, self.args = target, args
        self.exitcode: int | None = None

    def run(self) -> None:
        try:
            self.target(*self.args)
            self.exitcode = 0
        finally:
            self.ending.close()  # whoever waits for the sentinel wakes up

    def kill(self) -> None:
        pass


class End:
    """A thread's end of a pipe: a process has a copy of its own, and its parent closes the other; here there is one."""

    def __init__(self, connection: Any) -> None:
        self.send, self.recv, self.poll = connection.send, connection.recv, connection.poll

    def close(self) -> None:
        pass


class Context:
    """What a pool takes from a context, within one process."""

    Process = Process
    Lock = staticmethod(threading.Lock)
    Barrier = staticmethod(threading.Barrier)
    Semaphore = staticmethod(threading.Semaphore)

    @staticmethod
    def Pipe() -> Any:
        ours, theirs = multiprocessing.Pipe()
        return ours, End(theirs)

    @staticmethod
    def RawArray(code: str, length: int) -> Any:
        return [0] * length
