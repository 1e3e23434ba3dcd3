"""For a large array of numbers that workers read and write in place; not for objects, nor for arrays that grow."""

import multiprocessing
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.shared_memory import SharedMemory

try:
    import numpy as np
except ImportError as error:
    print(f"needs numpy (pip install numpy): {error}", file=sys.stderr)
    sys.exit(77)
if sys.platform == "linux" and not os.path.isdir("/dev/shm"):
    print("needs /dev/shm, where Linux keeps shared memory and semaphores", file=sys.stderr)
    sys.exit(77)

WORKERS, SHAPE, DTYPE = 4, (1000, 100), np.dtype("float64")
STEPS = int(sys.argv[1]) if sys.argv[1:] else 100


def attach(name, its_lock):
    global block, lock  # kept as long as the worker lives: see work()
    block, lock = SharedMemory(name=name), its_lock


def work(task):
    # The array doesn't keep the block: whoever reads it after block.close(), or when `block` is collected, crashes.
    array = np.ndarray(SHAPE, DTYPE, buffer=block.buf)
    for _ in range(STEPS):
        with lock:  # array += … isn't atomic; who reads what nobody writes needs no lock
            array[task % 2] += 1
    return float(array[2:].sum())  # of a small result a copy goes back; a returned array would be pickled whole


if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    block = SharedMemory(create=True, size=int(np.prod(SHAPE)) * DTYPE.itemsize)
    try:
        array = np.ndarray(SHAPE, DTYPE, buffer=block.buf)
        array[:] = 1  # where /dev/shm has not enough room, SIGBUS ends the process here
        with ProcessPoolExecutor(WORKERS, context, attach, (block.name, context.Lock())) as pool:
            sums = list(pool.map(work, range(6)))  # raises here what a worker raised, or that one was killed
        assert sums == [array[2:].size] * 6
        assert (array[:2] == 1 + 3 * STEPS).all()
        del array  # before close(): nothing else keeps it from reading unmapped memory
    finally:
        block.close()  # in every process …
        block.unlink()  # … and then once, in the one that created it
    print("done: every value is there")
