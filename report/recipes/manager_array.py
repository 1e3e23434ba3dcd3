"""For an array of one C type that running processes are to get; not for speed: each access is a message."""

import multiprocessing
import os
import sys
from concurrent.futures import ProcessPoolExecutor

if sys.platform == "linux" and not os.path.isdir("/dev/shm"):
    print("needs /dev/shm, where Linux keeps semaphores", file=sys.stderr)
    sys.exit(77)

WORKERS = 2
STEPS = int(sys.argv[1]) if sys.argv[1:] else 1000


def work(counters, lock, place):
    for _ in range(STEPS):
        with lock:  # a read and a write are two messages, between which others come; it has no get_lock()
            counters[place] += 1
    return sum(counters[:])  # a slice is one message and an array.array, `for item in counters` is one for each


if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    with context.Manager() as manager:  # a process that holds the array, which ends with it
        counters, lock = manager.Array("q", [0, 0]), manager.Lock()
        with ProcessPoolExecutor(WORKERS, context) as pool:
            jobs = [pool.submit(work, counters, lock, place) for place in (0, 0, 1)]  # the proxies can be sent
            sums = [job.result() for job in jobs]  # raises here what a worker raised, or that one was killed
        assert list(counters[:]) == [2 * STEPS, STEPS] and max(sums) == 3 * STEPS
    print("done: every value is there")
