"""For an array of one C type for the workers, without a lock; not for processes that run already."""

import multiprocessing
import os
import sys
from concurrent.futures import ProcessPoolExecutor

if sys.platform == "linux" and not os.path.isdir("/dev/shm"):
    print("needs /dev/shm, where Linux keeps semaphores", file=sys.stderr)
    sys.exit(77)

WORKERS = 2
STEPS = int(sys.argv[1]) if sys.argv[1:] else 1000


def attach(the_counters, its_lock):
    global counters, lock
    counters, lock = the_counters, its_lock


def work(place):
    for _ in range(STEPS):
        with lock:  # += reads, adds and writes: without the lock additions of others get lost
            counters[place] += 1


if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    counters = context.RawArray("q", 2)  # 64-bit ints, all 0; numpy.frombuffer(counters, "i8") sees them in place
    # It comes to a worker by the arguments that it is started with: as a task's argument it raises RuntimeError.
    with ProcessPoolExecutor(WORKERS, context, attach, (counters, context.Lock())) as pool:
        list(pool.map(work, [0, 0, 1]))  # list() raises here what a worker raised, or that one was killed
    assert counters[:] == [2 * STEPS, STEPS]  # a slice copies; nothing has to be removed
    print("done: every value is there")
