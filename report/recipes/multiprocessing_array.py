"""For an array that brings its own lock to the workers; not for processes that run already, nor for hot loops."""

import multiprocessing
import os
import sys
from concurrent.futures import ProcessPoolExecutor

if sys.platform == "linux" and not os.path.isdir("/dev/shm"):
    print("needs /dev/shm, where Linux keeps semaphores", file=sys.stderr)
    sys.exit(77)

WORKERS = 2
STEPS = int(sys.argv[1]) if sys.argv[1:] else 1000


def attach(the_counters):
    global counters
    counters = the_counters


def work(place):
    for _ in range(STEPS):
        with counters.get_lock():  # each read and each write takes it too, but += is one of either: others come between
            counters[place] += 1
    with counters.get_lock():
        raw = counters.get_obj()  # the array itself: where the lock is held anyway, no access takes it again
        return raw[0] + raw[1]


if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    counters = context.Array("q", 2)  # 64-bit ints, all 0
    # It comes to a worker by the arguments that it is started with: as a task's argument it raises RuntimeError.
    with ProcessPoolExecutor(WORKERS, context, attach, (counters,)) as pool:
        seen = list(pool.map(work, [0, 0, 1]))  # list() raises here what a worker raised, or that one was killed
    assert counters[:] == [2 * STEPS, STEPS] and max(seen) == 3 * STEPS
    print("done: every value is there")
