"""For a few settings that all read and one changes now and then; not for large ones: each read copies one whole."""

import multiprocessing
import os
import sys
from concurrent.futures import ProcessPoolExecutor

if sys.platform == "linux" and not os.path.isdir("/dev/shm"):
    print("needs /dev/shm, where Linux keeps semaphores", file=sys.stderr)
    sys.exit(77)

WORKERS = 2
STEPS = int(sys.argv[1]) if sys.argv[1:] else 1000


def work(settings, lock):
    for _ in range(STEPS):
        with lock:  # a read and a write are two messages, between which others come
            settings.count += 1
    # settings.limits["a"] = 2 would change a copy: what is read is put back whole
    limits = settings.limits
    return limits["a"]


if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    with context.Manager() as manager:  # a process that holds the settings; they end with it
        settings, lock = manager.Namespace(count=0, limits={"a": 1}), manager.Lock()  # no name starts with _
        with ProcessPoolExecutor(WORKERS, context) as pool:
            jobs = [pool.submit(work, settings, lock) for _ in range(3)]  # the proxies can be sent
            seen = [job.result() for job in jobs]  # raises here what a worker raised, or that one was killed
        assert seen == [1] * 3 and settings.count == 3 * STEPS
    print("done: every value is there")
