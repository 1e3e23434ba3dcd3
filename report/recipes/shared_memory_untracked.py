"""For a block that unrelated processes attach to; not where the creator may be killed: the block then stays."""

import multiprocessing
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.shared_memory import SharedMemory

if sys.version_info < (3, 13):
    print("needs Python 3.13, the first whose SharedMemory has track=False", file=sys.stderr)
    sys.exit(77)
if sys.platform == "linux" and not os.path.isdir("/dev/shm"):
    print("needs /dev/shm, where Linux keeps shared memory and semaphores", file=sys.stderr)
    sys.exit(77)

WORKERS = 2
STEPS = int(sys.argv[1]) if sys.argv[1:] else 1000


def attach(name, its_lock):
    global block, lock  # kept as long as the worker lives: a block that is collected is unmapped
    block, lock = SharedMemory(name=name, track=False), its_lock


def work(place):
    with block.buf.cast("q") as counters:  # close() raises BufferError while a view is left
        for _ in range(STEPS):
            with lock:  # += reads, adds and writes: without the lock additions of others get lost
                counters[place] += 1


if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    # No resource tracker is told: none removes the block too early, and none when this process is killed.
    block = SharedMemory(create=True, size=8 * 2, track=False)
    try:
        # A worker that is killed while it has the lock never gives it back: the pool then ends the others and raises.
        with ProcessPoolExecutor(WORKERS, context, attach, (block.name, context.Lock())) as pool:
            list(pool.map(work, [0, 0, 1]))  # list() raises here what a worker raised
        with block.buf.cast("q") as counters:
            assert counters.tolist()[:2] == [2 * STEPS, STEPS]
    finally:
        block.close()  # in every process …
        block.unlink()  # … and then once, in the one that created it: nobody else will
    print("done: every value is there")
