"""For one number, a counter or a flag, for the workers; not for processes that run already."""

import multiprocessing
import os
import sys
from concurrent.futures import ProcessPoolExecutor

if sys.platform == "linux" and not os.path.isdir("/dev/shm"):
    print("needs /dev/shm, where Linux keeps semaphores", file=sys.stderr)
    sys.exit(77)

WORKERS = 2
STEPS = int(sys.argv[1]) if sys.argv[1:] else 1000


def attach(its_counter):
    global counter
    counter = its_counter


def work(amount):
    for _ in range(STEPS):
        with counter.get_lock():  # .value += is a read and a write, which take the lock one after the other
            counter.value += amount


if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    counter = context.Value("q", 0)  # a 64-bit int, which wraps around without a word; "d" is a float
    # It comes to a worker by the arguments that it is started with: as a task's argument it raises RuntimeError.
    with ProcessPoolExecutor(WORKERS, context, attach, (counter,)) as pool:
        list(pool.map(work, [1, 1, -1]))  # list() raises here what a worker raised, or that one was killed
    assert counter.value == STEPS
    print("done: every value is there")
