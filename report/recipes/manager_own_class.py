"""For an object of your own class whose methods are atomic; not for hot loops: each call is a message."""

import multiprocessing
import os
import sys
import threading
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.managers import BaseManager

if sys.platform == "linux" and not os.path.isdir("/dev/shm"):
    print("needs /dev/shm, where Linux keeps semaphores", file=sys.stderr)
    sys.exit(77)

WORKERS = 2
STEPS = int(sys.argv[1]) if sys.argv[1:] else 1000


class Counts:
    def __init__(self):
        self.counts, self.lock = {}, threading.Lock()

    def add(self, key, amount):  # called in the manager, which has a thread for each process that calls: hence the lock
        with self.lock:
            self.counts[key] = self.counts.get(key, 0) + amount
            return self.counts[key]

    def copy(self):
        with self.lock:
            return dict(self.counts)


class Manager(BaseManager):  # outside of __main__, as the class: a spawned process has to find both
    pass


Manager.register("Counts", Counts)


def work(counts, key):
    for _ in range(STEPS):
        counts.add(key, 1)  # one message, and atomic: no lock that a killed worker could keep


if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    with Manager(ctx=context) as manager, ProcessPoolExecutor(WORKERS, context) as pool:
        counts = manager.Counts()  # a proxy, which has the methods and no attributes
        for job in [pool.submit(work, counts, key) for key in ("a", "a", "b")]:
            job.result()  # raises here what a worker raised, or that one was killed
        assert counts.copy() == {"a": 2 * STEPS, "b": STEPS}
    print("done: every value is there")
