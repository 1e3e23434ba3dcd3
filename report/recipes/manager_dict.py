"""For a dict of any objects that several processes change; not for hot loops: each access is a message."""

import multiprocessing
import os
import sys
from concurrent.futures import ProcessPoolExecutor

if sys.platform == "linux" and not os.path.isdir("/dev/shm"):
    print("needs /dev/shm, where Linux keeps semaphores", file=sys.stderr)
    sys.exit(77)

WORKERS = 2
STEPS = int(sys.argv[1]) if sys.argv[1:] else 1000


def work(cache, lock, name):
    for number in range(STEPS):
        cache[f"{name} {number}"] = [number]  # one message: it needs no lock
        with lock:  # a read and a write are two messages, between which others come
            cache["count"] += 1
            # cache["names"].append(name) would change a copy: what is read is put back
            cache["names"] = sorted({*cache["names"], name})


if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    with context.Manager() as manager:  # a process that holds the dict; it ends, and the dict with it, at the end
        cache, lock = manager.dict(count=0, names=[]), manager.Lock()
        with ProcessPoolExecutor(WORKERS, context) as pool:
            jobs = [
                pool.submit(work, cache, lock, name) for name in ("first", "second", "third")
            ]  # the proxies can be sent
            for job in jobs:
                job.result()  # raises here what a worker raised, or that one was killed
        everything = cache.copy()  # one message, and an ordinary dict
        assert len(everything) == 2 + 3 * STEPS
        assert everything["count"] == 3 * STEPS and everything["names"] == ["first", "second", "third"]
    print("done: every value is there")
