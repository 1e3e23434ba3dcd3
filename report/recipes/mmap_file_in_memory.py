"""For numbers and bytes in place, found by a path on Linux; not for other systems, nor for data that has to last."""

import mmap
import multiprocessing
import os
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor

if not os.path.isdir("/dev/shm"):
    print("needs /dev/shm, a file system in memory, which Linux has", file=sys.stderr)
    sys.exit(77)

WORKERS = 2
STEPS = int(sys.argv[1]) if sys.argv[1:] else 1000


def attach(path, its_lock):
    global block, lock
    with open(path, "r+b") as file:
        block, lock = mmap.mmap(file.fileno(), 0), its_lock  # all of it; a mapping needs its file no more


def work(place):
    with memoryview(block).cast("q") as counters:  # close() raises BufferError while a view is left
        for _ in range(STEPS):
            with lock:  # += reads, adds and writes: without the lock additions of others get lost
                counters[place] += 1


if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    # Removed at the end, but not when this process is killed: no resource tracker knows of it.
    with tempfile.NamedTemporaryFile(dir="/dev/shm") as file:
        os.posix_fallocate(file.fileno(), 0, 8 * 2)  # takes the memory now: where it is full this raises, not SIGBUS
        with mmap.mmap(file.fileno(), 0) as block:
            with ProcessPoolExecutor(WORKERS, context, attach, (file.name, context.Lock())) as pool:
                list(pool.map(work, [0, 0, 1]))  # list() raises here what a worker raised, or that one was killed
            with memoryview(block).cast("q") as counters:
                assert counters.tolist() == [2 * STEPS, STEPS]
    print("done: every value is there")
