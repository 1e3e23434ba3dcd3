"""A pool: the shared object and its workers, with deadlines and a sure end."""

from __future__ import annotations

import functools
import multiprocessing.connection
import os
import time
from collections.abc import Iterator

from measure.contract import increment_locks
from measure.harness import failures, turns, worker
from measure.harness.pools import worker_context
from measure.hints import Any
from measure.system import memory
from measure.system.ending import Ending, quietly


class WorkerPool:
    """What `backend` has created, shared with `spec["workers"]` workers of `context`; closing it destroys it.

    The workers are started, and then wait for `attach`. `turns` are those of the cell, which a worker may ask to give
    away.
    """

    def __init__(self, backend: Any, spec: dict[str, Any], context: Any, turns: Any) -> None:
        self.backend, self.spec, self.turns = backend, spec, turns
        self.processes: list[Any] = []
        self.connections: list[Any] = []
        self.view: Any = None
        try:
            self.open(worker_context.of(backend, context))
        except BaseException:
            quietly(lambda: self.close(kill=True))
            raise

    def open(self, context: Any) -> None:
        workers = self.spec["workers"]
        self.handle, self.lock = self.backend.handle(), context.Lock()
        self.reader = type(self.backend)(self.backend.payload, self.backend.name, context)
        self.servers = memory.servers(()) if self.backend.servers else []
        shared = dict(
            self.spec,
            servers=self.servers,
            handle=self.handle,
            lock=self.lock,
            barrier=context.Barrier(workers) if workers > 1 else None,
            flags=context.RawArray("b", workers) if workers > 1 else None,  # ctypes takes a worker 10 ms to import
            signals=(context.Semaphore(0), context.Semaphore(0)),
        )
        self.signals = shared["signals"]
        for index in range(workers):
            ours, theirs = context.Pipe()
            process = context.Process(
                target=worker.main, args=(dict(shared, worker=index, connection=theirs),), daemon=True
            )
            process.start()
            theirs.close()
            self.processes.append(process)
            self.connections.append(ours)
        self.processors = [answer["processors"] for answer in self.ready()]

    def attach(self) -> None:
        """Let the workers and this process attach, at the same time: with some mechanisms they must come together."""
        for connection in self.connections:
            connection.send(worker.ATTACH)
        if self.backend.shared:
            self.view = self.reader.attach(self.handle)
        self.ready()

    def ready(self) -> Any:
        """Every worker's answer, or WorkerFailed with what one of them met."""
        answers = self.answers(self.spec["settings"]["deadline_seconds"])
        for answer in answers:
            if answer.get("error"):
                raise failures.WorkerFailed(answer["error"], answer["reason"])
        return answers

    def perform(self, operation: str, seconds: float) -> Any:
        """Every worker's answer, or WorkerFailed when one dies or is late."""
        for connection in self.connections:
            connection.send(operation)
        return self.answers(seconds)

    def answers(self, seconds: float) -> Any:
        """One answer a worker. The first error ends the wait: the others may wait for that worker for ever."""
        answers = [None] * len(self.processes)
        deadline = time.monotonic() + seconds - self.turns.slept
        while None in answers:
            waiting = [index for index, answer in enumerate(answers) if answer is None]
            sources = [self.connections[index] for index in waiting]
            sources += [self.processes[index].sentinel for index in waiting]
            if not multiprocessing.connection.wait(sources, max(0, deadline + self.turns.slept - time.monotonic())):
                raise failures.WorkerFailed("timeout", f"no answer within {seconds:.3g} s")
            for index in waiting:
                answers[index] = self.answer(index)
                if answers[index] and answers[index].get("error"):
                    return [answer for answer in answers if answer]
        return answers

    def answer(self, index: int) -> Any:
        """What a worker has to say now, if anything; WorkerFailed when it is dead and silent."""
        connection, process = self.connections[index], self.processes[index]
        try:
            if connection.poll():
                said = connection.recv()
                return self.pause(connection) if said == turns.PAUSE else said
        except (EOFError, ConnectionError):
            process.join(1)
            raise failures.WorkerFailed("died", f"worker {index} ended with exit code {process.exitcode}") from None
        if not process.is_alive():
            raise failures.WorkerFailed("died", f"worker {index} ended with exit code {process.exitcode}")
        return None

    def pause(self, connection: Any) -> None:
        """Give the turn away for a worker, which sleeps until it hears the number of the next one."""
        connection.send(self.turns.wait(turns.VISIT))

    def pids(self) -> list[int]:
        """The workers' process numbers, where they are processes."""
        return [] if self.backend.within_process() else [process.pid for process in self.processes]

    def held_memory(self) -> Iterator[tuple[int, dict[str, int]]]:
        """(worker, what it holds) of each; -1 is this process, -2 and down are the servers that it has started."""
        yield from ((index, memory.held_by(pid)) for index, pid in enumerate(self.pids()))
        for place, pid in enumerate([os.getpid(), *memory.servers(self.pids())]):
            yield -1 - place, memory.held_by(pid)

    def close(self, kill: bool = False) -> None:
        """Send the workers home, or kill them, and remove the object."""
        with Ending(self.end_workers, self.detach, self.remove_lock, self.backend.destroy):
            for process, connection in zip(self.processes, self.connections):
                if kill:
                    process.kill()
                else:
                    quietly(functools.partial(connection.send, None))  # to one that is dead, too

    def end_workers(self) -> None:
        for process in self.processes:
            process.join(5)
            process.kill()
            process.join()

    def detach(self) -> None:
        view, self.view = self.view, None
        if view is not None:
            self.reader.detach(view)

    def remove_lock(self) -> None:
        increment_locks.remove(self.backend.name)
