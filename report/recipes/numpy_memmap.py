"""For an array that outgrows memory or outlives the program; not on a network drive, nor for heavy writing."""

import multiprocessing
import os
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor

try:
    import numpy as np
except ImportError as error:
    print(f"needs numpy (pip install numpy): {error}", file=sys.stderr)
    sys.exit(77)
if sys.platform == "linux" and not os.path.isdir("/dev/shm"):
    print("needs /dev/shm, where Linux keeps semaphores", file=sys.stderr)
    sys.exit(77)

WORKERS, SHAPE = 4, (1000, 100)
STEPS = int(sys.argv[1]) if sys.argv[1:] else 100


def attach(path, its_lock):
    global array, lock
    array, lock = np.memmap(path, "float64", "r+", shape=SHAPE), its_lock  # "r" to read only; "c" changes a copy


def work(task):
    for _ in range(STEPS):
        with lock:  # array += … isn't atomic; who reads what nobody writes needs no lock
            array[task % 2] += 1
    return float(array[2:].sum())


if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as folder:  # not on a network drive, where others see changes late or never
        path = os.path.join(folder, "array")
        array = np.memmap(path, "float64", "w+", shape=SHAPE)  # "w+" empties a file that is there
        array[:] = 1  # where the disk is full, SIGBUS ends the process here
        # A memmap that is sent to a worker is pickled whole: send the path.
        with ProcessPoolExecutor(WORKERS, context, attach, (path, context.Lock())) as pool:
            sums = list(pool.map(work, range(6)))  # raises here what a worker raised, or that one was killed
        assert sums == [array[2:].size] * 6
        assert (array[:2] == 1 + 3 * STEPS).all()
        array.flush()  # to the disk, if it has to survive a power cut; other processes see changes without it
    print("done: every value is there")
