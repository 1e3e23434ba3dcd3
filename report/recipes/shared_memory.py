"""For numbers and bytes that workers read and write in place; not for objects, nor for data that grows."""

import multiprocessing
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.shared_memory import SharedMemory

if sys.platform == "linux" and not os.path.isdir("/dev/shm"):
    print("needs /dev/shm, where Linux keeps shared memory and semaphores", file=sys.stderr)
    sys.exit(77)

WORKERS = 2
STEPS = int(sys.argv[1]) if sys.argv[1:] else 1000


def attach(name, its_lock):
    global block, lock  # kept as long as the worker lives: a block that is collected is unmapped
    # Before 3.13, a process that multiprocessing hasn't started has a resource tracker of its own, which removes the
    # block under all the others when that process ends. From 3.13 on such a process attaches with track=False.
    block, lock = SharedMemory(name=name), its_lock


def work(place):
    with block.buf.cast("q") as counters:  # a view of 64-bit ints; close() raises BufferError while a view is left
        for _ in range(STEPS):
            with lock:  # += reads, adds and writes: without the lock additions of others get lost
                counters[place] += 1


if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    # Of zeros. Memory is taken at the first write: where /dev/shm is full by then, SIGBUS ends the process.
    block = SharedMemory(create=True, size=8 * 2)
    try:
        # A worker that is killed while it has the lock never gives it back: the pool then ends the others and raises.
        with ProcessPoolExecutor(WORKERS, context, attach, (block.name, context.Lock())) as pool:
            list(pool.map(work, [0, 0, 1]))  # list() raises here what a worker raised
        with block.buf.cast("q") as counters:
            assert counters.tolist()[:2] == [2 * STEPS, STEPS]
    finally:
        block.close()  # in every process …
        block.unlink()  # … and then once, in the one that created it
    print("done: every value is there")
