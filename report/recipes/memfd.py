"""For numbers and bytes in place with nothing to clean up; not for other users, nor for systems but Linux."""

import mmap
import multiprocessing
import os
import sys
from concurrent.futures import ProcessPoolExecutor

if not hasattr(os, "memfd_create"):
    print("needs memfd_create, which Linux has", file=sys.stderr)
    sys.exit(77)
if not os.path.isdir("/dev/shm"):
    print("needs /dev/shm, where Linux keeps semaphores", file=sys.stderr)
    sys.exit(77)

WORKERS = 2
STEPS = int(sys.argv[1]) if sys.argv[1:] else 1000


def attach(path, its_lock):
    global block, lock
    with open(path, "r+b") as file:
        block, lock = mmap.mmap(file.fileno(), 0), its_lock  # a mapping needs its file no more


def work(place):
    with memoryview(block).cast("q") as counters:  # close() raises BufferError while a view is left
        for _ in range(STEPS):
            with lock:  # += reads, adds and writes: without the lock additions of others get lost
                counters[place] += 1


if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    # The memory has no name: it is gone with the last process that has it open or mapped, however they end.
    with open(os.memfd_create("counters"), "r+b") as file:
        os.posix_fallocate(file.fileno(), 0, 8 * 2)  # takes the memory now, where too little raises an error
        with mmap.mmap(file.fileno(), 0) as block:
            path = f"/proc/{os.getpid()}/fd/{file.fileno()}"  # good while this file is open here
            with ProcessPoolExecutor(WORKERS, context, attach, (path, context.Lock())) as pool:
                list(pool.map(work, [0, 0, 1]))  # list() raises here what a worker raised, or that one was killed
            with memoryview(block).cast("q") as counters:
                assert counters.tolist() == [2 * STEPS, STEPS]
    print("done: every value is there")
