"""For a large array that many workers read, in a program that uses joblib anyway; not for frequent writes."""

import multiprocessing
import os
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor

if sys.platform == "linux" and not os.path.isdir("/dev/shm"):  # before joblib, which warns of it when it is imported
    print("needs /dev/shm, where Linux keeps semaphores", file=sys.stderr)
    sys.exit(77)
try:
    import joblib
    import numpy as np
except ImportError as error:
    print(f"needs joblib and numpy (pip install joblib numpy): {error}", file=sys.stderr)
    sys.exit(77)

WORKERS = 4
STEPS = int(sys.argv[1]) if sys.argv[1:] else 100


def attach(path):
    global array
    array = joblib.load(path, mmap_mode="r")  # without mmap_mode each worker would have a copy; "r+" to write


def work(part):
    total = 0
    for _ in range(STEPS):
        total += int(array[part::8].sum())
    return total // STEPS


if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "array")
        joblib.dump(np.arange(10_000), path)  # uncompressed, or it can't be mapped; load only files that you trust
        with ProcessPoolExecutor(WORKERS, context, attach, (path,)) as pool:
            sums = list(pool.map(work, range(8)))  # raises here what a worker raised, or that one was killed
        assert sum(sums) == 10_000 * 9_999 // 2
    print("done: every value is there")
