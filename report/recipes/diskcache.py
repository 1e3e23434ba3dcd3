"""For a cache by string key that outlives its processes; not for hot loops: each access is a transaction."""

import multiprocessing
import os
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor

if __name__ == "__main__":
    del sys.path[0]  # where this file hides the library: leave both lines out unless yours is called diskcache.py too
try:
    import diskcache
except ImportError as error:
    print(f"needs diskcache (pip install diskcache): {error}", file=sys.stderr)
    sys.exit(77)
if sys.platform == "linux" and not os.path.isdir("/dev/shm"):
    print("needs /dev/shm, where Linux keeps semaphores", file=sys.stderr)
    sys.exit(77)

WORKERS = 2
STEPS = int(sys.argv[1]) if sys.argv[1:] else 100


def work(path, key):
    with diskcache.Cache(path) as cache:  # opened in each process; values are pickled, so not from a stranger's folder
        for _ in range(STEPS):
            cache.incr(key)  # one transaction; `cache[key] += 1` is two, and additions of others get lost between them
        return cache[key]


if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    # A folder of your own, if it has to stay; never on a network drive.
    with tempfile.TemporaryDirectory() as path, ProcessPoolExecutor(WORKERS, context) as pool:
        jobs = [pool.submit(work, path, "a") for _ in range(WORKERS + 1)]  # README.md says why it is one more
        # result() raises what a worker raised, or that one was killed
        assert max(job.result() for job in jobs) == len(jobs) * STEPS
    print("done: every value is there")
