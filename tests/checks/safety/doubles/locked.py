"""A lock that the system takes from a dead holder; every update is under it."""

import fcntl

from tests.checks.safety.doubles import plain


class Lock:
    def __init__(self, path):
        self.file = open(path, "rb")

    def __enter__(self):
        fcntl.flock(self.file, fcntl.LOCK_EX)

    def __exit__(self, *_):
        fcntl.flock(self.file, fcntl.LOCK_UN)


def add(view, lock):
    with lock:
        view[0] += 1


class Backend(plain.Backend):
    lock_name = "flock"
    increment = increment_atomic = "add(view, lock)"

    def attach(self, handle):
        self.lock = Lock(handle)
        return super().attach(handle)
