"""For one value of any type that running processes are to get; not for speed: each access is a message."""

import multiprocessing
import os
import sys
from concurrent.futures import ProcessPoolExecutor

if sys.platform == "linux" and not os.path.isdir("/dev/shm"):
    print("needs /dev/shm, where Linux keeps semaphores", file=sys.stderr)
    sys.exit(77)

WORKERS = 2
STEPS = int(sys.argv[1]) if sys.argv[1:] else 1000


def work(counter, lock):
    for _ in range(STEPS):
        with lock:  # a read and a write are two messages, between which others come; it has no get_lock()
            counter.value += 1


if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    with context.Manager() as manager:  # a process that holds the value, which ends with it
        counter, lock = manager.Value("q", 0), manager.Lock()  # any object will do: the type code isn't looked at
        with ProcessPoolExecutor(WORKERS, context) as pool:
            jobs = [pool.submit(work, counter, lock) for _ in range(3)]  # unlike Value it can be sent any time
            for job in jobs:
                job.result()  # raises here what a worker raised, or that one was killed
        assert counter.value == 3 * STEPS
    print("done: every value is there")
