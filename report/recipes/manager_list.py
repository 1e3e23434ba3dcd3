"""For a list of any objects that grows; not for loops over its items: each access is a message."""

import multiprocessing
import os
import sys
from concurrent.futures import ProcessPoolExecutor

if sys.platform == "linux" and not os.path.isdir("/dev/shm"):
    print("needs /dev/shm, where Linux keeps semaphores", file=sys.stderr)
    sys.exit(77)

WORKERS = 2
STEPS = int(sys.argv[1]) if sys.argv[1:] else 1000


def work(items, lock, name):
    for number in range(STEPS):
        items.append((name, number))  # one message: it needs no lock
    with lock:  # several messages, between which others come
        last = items[-1]
        last[1].bit_length()  # a copy: what is changed in it changes nothing in the list, until items[-1] = last
        items[0] += len(items[:])  # items[:] is one message, `for item in items` is one for each of them


if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    with context.Manager() as manager:  # a process that holds the list; it ends, and the list with it, at the end
        items, lock = manager.list([0]), manager.Lock()
        with ProcessPoolExecutor(WORKERS, context) as pool:
            jobs = [
                pool.submit(work, items, lock, name) for name in ("first", "second", "third")
            ]  # the proxies can be sent
            for job in jobs:
                job.result()  # raises here what a worker raised, or that one was killed
        everything = items[:]
        assert len(everything) == 1 + 3 * STEPS and everything[0] >= 1 + 3 * STEPS
        assert [number for name, number in everything[1:] if name == "first"] == list(range(STEPS))
    print("done: every value is there")
