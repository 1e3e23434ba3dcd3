"""For any object that is made before the workers start and that they only read; not for changes, nor with spawn."""

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
data = {}  # a global: what is sent to a worker as an argument is pickled


def work(start):
    # Reading writes too: it counts references, in the objects, and so little by little copies the pages they lie in.
    return sum(data[f"key {number % 1000}"] for number in range(start, start + STEPS))


if __name__ == "__main__":
    data.update((f"key {number}", number) for number in range(1000))  # before the workers are started, or they lack it
    context = multiprocessing.get_context("fork")  # named: from 3.14 on it isn't the default any more
    # A fork copies one thread only: a lock that another thread of the parent holds stays locked in the worker for ever.
    with ProcessPoolExecutor(WORKERS, context) as pool:
        sums = list(pool.map(work, [0, STEPS, 2 * STEPS]))  # raises here what a worker raised, or that one was killed
    assert sum(sums) == sum(number % 1000 for number in range(3 * STEPS))
    print("done: every value is there")
