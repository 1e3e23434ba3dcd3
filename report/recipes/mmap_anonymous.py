"""For numbers and bytes in place between a parent and workers that it forks; not with spawn, nor beside threads."""

import mmap
import multiprocessing
import os
import sys
from concurrent.futures import ProcessPoolExecutor

if "fork" not in multiprocessing.get_all_start_methods():
    print("needs fork, which Windows hasn't", file=sys.stderr)
    sys.exit(77)
if sys.platform == "linux" and not os.path.isdir("/dev/shm"):
    print("needs /dev/shm, where Linux keeps semaphores", file=sys.stderr)
    sys.exit(77)

WORKERS = 2
STEPS = int(sys.argv[1]) if sys.argv[1:] else 1000
context = multiprocessing.get_context("fork")  # named: from 3.14 on it isn't the default any more
# Both before the workers start, which find them in their memory. -1 is no file, so there is nothing to remove.
block = mmap.mmap(-1, 8 * 2)
lock = context.Lock()


def work(place):
    with memoryview(block).cast("q") as counters:  # close() raises BufferError while a view is left
        for _ in range(STEPS):
            with lock:  # += reads, adds and writes: without the lock additions of others get lost
                counters[place] += 1


if __name__ == "__main__":
    # A fork copies one thread only: a lock that another thread of the parent holds stays locked in the worker for ever.
    with ProcessPoolExecutor(WORKERS, context) as pool:
        list(pool.map(work, [0, 0, 1]))  # list() raises here what a worker raised, or that one was killed
    with memoryview(block).cast("q") as counters:
        assert counters.tolist() == [2 * STEPS, STEPS]
    block.close()
    print("done: every value is there")
