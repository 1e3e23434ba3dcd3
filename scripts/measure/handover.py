"""The whole is handed over: one side copies it in, the other copies it out; what both run, and the worker's side."""

import time

from measure import contract, timing

# A signal is a semaphore. Each wait looks now and then whether there is anybody left to wait for.
CHANGE = "{}\nsignal()\nwhile not wait(True, 1): overdue()"
FOLLOW = "while not wait(True, 1): overdue()\n{}\nsignal()"


def compile_side(backend, kind, asks, signal, wait, overdue):
    """As timing.compile_line: the side that asks changes a payload of this kind, the other one follows."""
    line = (CHANGE if asks else FOLLOW).format(contract.line(backend, "copy_in" if asks else "copy_out", kind))
    names = dict(contract.names_in(backend), signal=signal, wait=wait, overdue=overdue)
    return timing.compile_line(line, "whole", names)


def answer(worker):
    """Copy out as often as it is told, until it is told None; whether the last copy was the right one."""
    predicted = worker.predicted("copy_in") + worker.predicted("copy_out")
    if predicted > worker.settings["allowance_seconds"]:
        return worker.refusal(predicted)
    batch, result = follow(worker, worker.spec["connection"], *worker.spec["signals"])
    expected = worker.payload.stamp(worker.payload.make(), 0, batch)
    return dict(check="ok" if result == expected else "another payload was copied out")


def follow(worker, connection, there, back):
    """The number of the last batch, and the last copy; TimeoutError when a change doesn't come."""

    def overdue():
        if time.monotonic() > deadline:
            raise TimeoutError("no change came")

    timed = compile_side(type(worker.backend), worker.payload.kind, False, back.release, there.acquire, overdue)
    batch = result = None
    connection.send({})
    for order in iter(connection.recv, None):
        batch, loops = order
        deadline = time.monotonic() + worker.settings["deadline_seconds"]
        result = timed(worker.view, None, None, worker.lock, None, loops, time.perf_counter_ns)[4]
    return batch, result
